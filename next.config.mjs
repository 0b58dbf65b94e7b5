import { withPayload } from '@payloadcms/next/withPayload'

/** @type {import('next').NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Singletons and their sockets must not be bundled twice.
  serverExternalPackages: ['ioredis', 'pino', 'prom-client', 'mongodb'],
}

export default withPayload(nextConfig, { devBundleServerPackages: false })
