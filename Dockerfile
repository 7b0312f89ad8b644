# syntax=docker/dockerfile:1.7
# One file for everything:
#   docker build --build-arg SERVICE=Tracing -t cozeloop/tracing .      a service: Workspaces Models Tracing Prompts Experiments Evaluation
#   docker build --build-arg SERVICE=AllInOne -t cozeloop/studio .      the studio (run with `serve`, Services=studio) and the command line
#   docker build --target all-in-one -t cozeloop/cozeloop .             everything in one process, with the embedded ClickHouse engine
ARG DOTNET_SDK=10.0.401-noble
ARG DOTNET_RUNTIME=10.0.12-noble-chiseled-extra
ARG NODE=22.21.1-bookworm-slim

# By the lock file, so that both stages get what was tested. What bundles the studio's scripts has its program in an optional package too,
# but a static one: as for another C library than its own, npm leaves out only the engine, which is 540 MB and needed by one image.
FROM node:${NODE} AS assets
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --libc=musl --no-fund --no-audit

FROM node:${NODE} AS engine
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --include=optional --omit=dev --no-fund --no-audit && mkdir /engine && cp node_modules/@chdb/lib-linux-*-gnu/libchdb.so /engine/

# All services at once: they share nearly all of their code, and the images that differ only by SERVICE share this stage.
FROM mcr.microsoft.com/dotnet/sdk:${DOTNET_SDK} AS build
WORKDIR /src
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
COPY . .
COPY --from=assets /usr/local/bin/node /usr/local/bin/node
COPY --from=assets /src/node_modules node_modules
RUN --mount=type=cache,target=/root/.nuget/packages eng/publish /out && mkdir /empty

# Ubuntu's glibc (libchdb needs it), ICU for two languages, no shell and no package manager.
FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_RUNTIME} AS runtime
WORKDIR /app
ENV COZELOOP_LISTEN=any COZELOOP_HTTP_PORT=8080 COZELOOP_OTLP_HTTP_PORT=0 COZELOOP_DATA=/data COZELOOP_LOG=json DOTNET_EnableDiagnostics=0
COPY --from=build --chown=1654:1654 /empty /data
USER 1654:1654
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/service"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["/app/service", "healthcheck"]

FROM runtime AS all-in-one
ENV CHDB_LIBRARY=/engine/libchdb.so COZELOOP_OTLP_HTTP_PORT=4318
COPY --from=engine /engine /engine
COPY --from=build /out/AllInOne /app
VOLUME /data
EXPOSE 4318
CMD ["serve"]

# The last stage is what is built by default.
FROM runtime AS service
ARG SERVICE
ENV COZELOOP_INTERNAL_PORT=8090
COPY --from=build /out/${SERVICE:?missing} /app
EXPOSE 8090
