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
enum EcsField {
  TIMESTAMP("@timestamp"),
  BERTH_APP("berth.app"),
  BERTH_COMMAND_ID("berth.command_id"),
  BERTH_DROPPED("berth.dropped"),
  BERTH_POD_FACTS("berth.pod_facts"),
  BERTH_RELEASE("berth.release"),
  BERTH_TAG("berth.tag"),
  CONTAINER_ID("container.id"),
  CONTAINER_IMAGE_NAME("container.image.name"),
  CONTAINER_NAME("container.name"),
  DATA_STREAM_DATASET("data_stream.dataset"),
  DATA_STREAM_NAMESPACE("data_stream.namespace"),
  DATA_STREAM_TYPE("data_stream.type"),
  ECS_VERSION("ecs.version"),
  ERROR_CODE("error.code", InputKind.TEXT),
  ERROR_ID("error.id", InputKind.TEXT),
  ERROR_MESSAGE("error.message", InputKind.TEXT),
  ERROR_STACK_HASH("error.stack_hash"),
  ERROR_STACK_TRACE("error.stack_trace"),
  ERROR_TYPE("error.type", InputKind.TEXT),
  EVENT_ACTION("event.action", InputKind.TEXT),
  EVENT_CATEGORY("event.category", InputKind.TEXT),
  EVENT_CREATED("event.created"),
  EVENT_DATASET("event.dataset"),
  EVENT_ID("event.id"),
  EVENT_OUTCOME("event.outcome", InputKind.TEXT),
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
  LOG_FLAGS("log.flags", InputKind.TEXT),
  LOG_LEVEL("log.level"),
  LOG_LOGGER("log.logger"),
  LOG_ORIGIN_FILE_LINE("log.origin.file.line", InputKind.NUMBER),
  LOG_ORIGIN_FILE_NAME("log.origin.file.name", InputKind.TEXT),
  LOG_ORIGIN_FUNCTION("log.origin.function", InputKind.TEXT),
  MESSAGE("message"),
  ORCHESTRATOR_CLUSTER_NAME("orchestrator.cluster.name"),
  PROCESS_PID("process.pid", InputKind.NUMBER),
  PROCESS_THREAD_ID("process.thread.id", InputKind.NUMBER),
  PROCESS_THREAD_NAME("process.thread.name"),
  SERVICE_ENVIRONMENT("service.environment", InputKind.TEXT),
  SERVICE_NAME("service.name"),
  SERVICE_NODE_NAME("service.node.name", InputKind.TEXT),
  SERVICE_VERSION("service.version", InputKind.TEXT),
  SPAN_ID("span.id"),
  TRACE_ID("trace.id"),
  TRANSACTION_ID("transaction.id", InputKind.TEXT),
  USER_ID("user.id", InputKind.TEXT),
  USER_NAME("user.name", InputKind.TEXT);

  /**
   * Whether a record, or the line in it, may set it as it is, and with what. Nothing that says
   * whose a record is, or where it goes, may be set so.
   */
  private enum InputKind {
    NOT,
    TEXT,
    NUMBER
  }

  private static final Map<String, EcsField> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(field -> field.dotted, Function.identity()));

  private final String dotted;
  private final InputKind given;
  private final String[] path;

  /** What opens it within an object that is open so many names deep. */
  private final byte[][] openings;

  EcsField(String dotted) {
    this(dotted, InputKind.NOT);
  }

  EcsField(String dotted, InputKind given) {
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
  static @Nullable EcsField of(String dotted, Object value) {
    EcsField field = BY_NAME.get(dotted);
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
    return given == InputKind.NUMBER ? value : value.toString();
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
  int shared(EcsField other) {
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
