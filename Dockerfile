# The collector as a container: built in one stage, run as nobody in another, its journal on a volume.
FROM node:20-bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts && npm rebuild better-sqlite3
COPY tsconfig.json tsconfig.build.json vite.config.ts ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN ln -s /app/dist/cli/main.js /usr/local/bin/workato-audit-logs && install -d -o node -g node -m 0700 /data
USER node
WORKDIR /data
VOLUME /data
# Healthy while a collector holds the journal and no workspace or destination is failing.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["workato-audit-logs", "status", "--exit-code"]
ENTRYPOINT ["workato-audit-logs"]
CMD ["run"]
