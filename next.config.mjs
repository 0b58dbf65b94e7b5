import { withPayload } from '@payloadcms/next/withPayload'

/** @type {import('next').NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Errors keep their names: the log tells them, and Payload answers an error without one as unknown.
  experimental: { serverMinification: false },
  // Singletons and their sockets must not be bundled twice.
  serverExternalPackages: ['ioredis', 'pino', 'prom-client', 'mongodb'],
}

export default withPayload(nextConfig, { devBundleServerPackages: false })
