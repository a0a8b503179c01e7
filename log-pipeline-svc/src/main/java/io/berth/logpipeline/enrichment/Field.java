/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of documents, by the names of the Elastic Common Schema where it has one; the index
 * template knows each. They are written in this order, in which siblings stand side by side.
 */
enum Field {
  TIMESTAMP("@timestamp"),
  BERTH_APP("berth.app"),
  BERTH_COMMAND_ID("berth.command_id", Given.TEXT),
  BERTH_DROPPED("berth.dropped", Given.NUMBER),
  BERTH_POD_FACTS("berth.pod_facts"),
  BERTH_RELEASE("berth.release", Given.TEXT),
  BERTH_TAG("berth.tag"),
  CONTAINER_ID("container.id"),
  CONTAINER_IMAGE_NAME("container.image.name"),
  CONTAINER_NAME("container.name"),
  DATA_STREAM_DATASET("data_stream.dataset"),
  DATA_STREAM_NAMESPACE("data_stream.namespace"),
  DATA_STREAM_TYPE("data_stream.type"),
  ECS_VERSION("ecs.version"),
  ERROR_CODE("error.code", Given.TEXT),
  ERROR_ID("error.id", Given.TEXT),
  ERROR_MESSAGE("error.message", Given.TEXT),
  ERROR_STACK_HASH("error.stack_hash"),
  ERROR_STACK_TRACE("error.stack_trace"),
  ERROR_TYPE("error.type", Given.TEXT),
  EVENT_ACTION("event.action", Given.TEXT),
  EVENT_CATEGORY("event.category", Given.TEXT),
  EVENT_CREATED("event.created"),
  EVENT_DATASET("event.dataset"),
  EVENT_ID("event.id"),
  EVENT_OUTCOME("event.outcome", Given.TEXT),
  FIELDS("fields"),
  HOST_NAME("host.name"),
  KUBERNETES_DEPLOYMENT_NAME("kubernetes.deployment.name"),
  KUBERNETES_LABELS("kubernetes.labels"),
  KUBERNETES_NAMESPACE("kubernetes.namespace"),
  KUBERNETES_NODE_NAME("kubernetes.node.name"),
  KUBERNETES_OWNER_KIND("kubernetes.owner.kind"),
  KUBERNETES_OWNER_NAME("kubernetes.owner.name"),
  KUBERNETES_POD_IP("kubernetes.pod.ip"),
  KUBERNETES_POD_NAME("kubernetes.pod.name"),
  KUBERNETES_POD_UID("kubernetes.pod.uid"),
  LABELS("labels"),
  LOG_FLAGS("log.flags", Given.TEXT),
  LOG_LEVEL("log.level"),
  LOG_LOGGER("log.logger"),
  LOG_ORIGIN_FILE_LINE("log.origin.file.line", Given.NUMBER),
  LOG_ORIGIN_FILE_NAME("log.origin.file.name", Given.TEXT),
  LOG_ORIGIN_FUNCTION("log.origin.function", Given.TEXT),
  MESSAGE("message"),
  ORCHESTRATOR_CLUSTER_NAME("orchestrator.cluster.name"),
  PROCESS_PID("process.pid", Given.NUMBER),
  PROCESS_THREAD_ID("process.thread.id", Given.NUMBER),
  PROCESS_THREAD_NAME("process.thread.name"),
  SERVICE_ENVIRONMENT("service.environment", Given.TEXT),
  SERVICE_NAME("service.name"),
  SERVICE_NODE_NAME("service.node.name", Given.TEXT),
  SERVICE_VERSION("service.version", Given.TEXT),
  SPAN_ID("span.id"),
  TRACE_ID("trace.id"),
  TRANSACTION_ID("transaction.id", Given.TEXT),
  USER_ID("user.id", Given.TEXT),
  USER_NAME("user.name", Given.TEXT);

  /** Whether records may set it as it is, and with what. */
  private enum Given {
    NOT,
    TEXT,
    NUMBER
  }

  private static final Map<String, Field> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(field -> field.dotted, Function.identity()));

  private final String dotted;
  private final Given given;
  private final String[] path;

  /** What opens it within an object that is open so many names deep. */
  private final byte[][] openings;

  Field(String dotted) {
    this(dotted, Given.NOT);
  }

  Field(String dotted, Given given) {
    this.dotted = dotted;
    this.given = given;
    this.path = dotted.split("\\.", -1);
    this.openings = new byte[path.length][];
    String opening = "\"" + path[path.length - 1] + "\":";
    for (int i = path.length - 1; i >= 0; i--) {
      openings[i] = opening.getBytes(UTF_8);
      opening = i == 0 ? opening : "\"" + path[i - 1] + "\":{" + opening;
    }
  }

  /** The field of a record's own that goes to this place with this value; null where none does. */
  static @Nullable Field of(String dotted, Object value) {
    Field field = BY_NAME.get(dotted);
    return field != null && field.takes(value) ? field : null;
  }

  private boolean takes(Object value) {
    return switch (given) {
      case NOT -> false;
      case TEXT -> !(value instanceof List<?>);
      case NUMBER -> value instanceof Number;
    };
  }

  /** A value that was {@link #of given} to it, as the template wants it. */
  Object as(Object value) {
    return given == Given.NUMBER ? value : value.toString();
  }

  @Override
  public String toString() {
    return dotted;
  }

  /** How many objects it lies in. */
  int depth() {
    return path.length - 1;
  }

  /** How many objects both lie in. */
  int shared(Field other) {
    int most = Math.min(depth(), other.depth());
    int shared = 0;
    while (shared < most && path[shared].equals(other.path[shared])) {
      shared++;
    }
    return shared;
  }

  /** What stands before its value, where so many of its objects are open. */
  byte[] opening(int open) {
    return openings[open];
  }
}
