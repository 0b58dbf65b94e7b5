# The app alone; MongoDB and Redis stand beside it (docker-compose.yml).
FROM node:20-bookworm-slim AS base
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1

FROM base AS build
COPY package.json package-lock.json .npmrc ./
# The lock file may lack optional packages of this platform; then it is brought up to date.
RUN npm ci || npm install
COPY . .
RUN npx next build

FROM base AS dependencies
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev || npm install --omit=dev

FROM base
ENV NODE_ENV=production PORT=3000 MEDIA_DIR=/data/media
RUN mkdir -p /data/media && chown -R node:node /data
VOLUME /data/media
COPY --from=dependencies --chown=node:node /app/node_modules ./node_modules
# The operator's commands look into it whether the dependencies are all there.
COPY --from=dependencies --chown=node:node /app/package-lock.json ./
COPY --from=build --chown=node:node /app/.next ./.next
COPY --from=build --chown=node:node /app/src ./src
COPY --from=build --chown=node:node /app/package.json /app/next.config.mjs /app/payload.config.ts /app/tsconfig.json ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD node -e "fetch('http://127.0.0.1:3000/api/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
CMD ["npm", "start"]
