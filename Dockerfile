# syntax=docker/dockerfile:1
# The image of every service. Build the jars first, then an image:
#   mvn package -Dquick -DskipTests
#   docker build --build-arg SERVICE=gateway --build-arg PORT=8080 -t berth/gateway .
ARG JRE=eclipse-temurin:25-jre

# Extracts the runnable jar, so that a new release of the service is a layer of a few hundred kilobytes.
FROM ${JRE} AS layers
ARG SERVICE
WORKDIR /layers
COPY ${SERVICE}/target/${SERVICE}-app.jar berth.jar
RUN java -Djarmode=tools -jar berth.jar extract --layers --destination extracted

FROM ${JRE}
ARG SERVICE
ARG PORT
LABEL org.opencontainers.image.title="${SERVICE}" \
      org.opencontainers.image.vendor="Berth" \
      org.opencontainers.image.licenses="Apache-2.0"

# A numeric user, so that Kubernetes can verify that it is not root. Kafka Streams writes to /state.
RUN mkdir /state && chown 10001:10001 /state
USER 10001:10001
WORKDIR /berth

COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./

# Every address of the container; the published ports or the NetworkPolicy limit who reaches it.
ENV BERTH_LISTEN=0.0.0.0 \
    BERTH_PORT=${PORT} \
    BERTH_STATE_DIR=/state \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:+UseCompactObjectHeaders"
EXPOSE ${PORT}

# Liveness only: a service waits for an unavailable Kafka, and a restart would not help.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=12 \
  CMD curl -fsS "http://localhost:${BERTH_PORT}/actuator/health/liveness" || exit 1

ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-jar", "berth.jar"]
