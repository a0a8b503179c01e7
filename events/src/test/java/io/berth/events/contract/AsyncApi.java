/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import io.berth.events.ApprovedFiles;
import io.berth.events.Event;
import io.berth.events.EventTypes;
import io.berth.events.Samples;
import io.berth.events.Topic;
import io.berth.events.Topics;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** The AsyncAPI 3 document of the whole suite, made from topics, types, comments and examples. */
final class AsyncApi {

  private static final String KAFKA_BINDING = "0.5.0";
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private AsyncApi() {}

  static String yaml() {
    return "# Made from the records by ContractPagesTest; renew it with -Dberth.update=true.\n"
        + YAML.writeValueAsString(document());
  }

  static ObjectNode document() {
    ObjectNode api = node().put("asyncapi", "3.0.0");
    api.putObject("info")
        .put("title", "Berth")
        .put("version", "1.0.0")
        .put(
            "description",
            "Every topic of Berth. Records are CloudEvents 1.0 in Kafka's binary mode; structured"
                + " mode is read too. Unknown fields are ignored, in commands they are refused.")
        .putObject("license")
        .put("name", "Apache-2.0")
        .put("url", "https://www.apache.org/licenses/LICENSE-2.0.txt");
    api.put("defaultContentType", "application/json");
    api.putObject("servers")
        .putObject("local")
        .put("host", "localhost:19092")
        .put("protocol", "kafka")
        .put("description", "The broker that berth up starts");
    ObjectNode channels = api.putObject("channels");
    ObjectNode operations = api.putObject("operations");
    for (Topic topic : Topics.ALL) {
      channels.set(topic.name(), channel(topic));
      operations.set(topic.name() + ".write", operation(topic, "send", "Written by: "));
      operations.set(topic.name() + ".read", operation(topic, "receive", "Read by: "));
    }
    ObjectNode components = api.putObject("components");
    ObjectNode messages = components.putObject("messages");
    EventTypes.all().forEach((type, payload) -> messages.set(type, message(type, payload)));
    components.putObject("messageTraits").set("cloudEvent", cloudEvent());
    return api;
  }

  private static ObjectNode channel(Topic topic) {
    ObjectNode channel = node().put("address", topic.name()).put("description", topic.says());
    ObjectNode messages = channel.putObject("messages");
    Flow.typesOf(topic)
        .forEach(type -> messages.set(type, node().put("$ref", "#/components/messages/" + type)));
    ObjectNode kafka =
        channel
            .putObject("bindings")
            .putObject("kafka")
            .put("topic", topic.name())
            .put("partitions", topic.partitions());
    ObjectNode configuration = kafka.putObject("topicConfiguration");
    configuration.putArray("cleanup.policy").add(topic.cleanup().policy());
    if (topic.retention() != null) {
      configuration.put("retention.ms", topic.retention().toMillis());
    }
    kafka.put("bindingVersion", KAFKA_BINDING);
    return channel;
  }

  private static ObjectNode operation(Topic topic, String action, String lead) {
    Flow flow = Flow.of(topic);
    ObjectNode operation =
        node()
            .put("action", action)
            .put("summary", lead + (action.equals("send") ? flow.writers() : flow.readers()));
    operation.putObject("channel").put("$ref", "#/channels/" + topic.name());
    return operation;
  }

  private static ObjectNode message(String type, Class<? extends Event> payload) {
    Topic topic = EventTypes.topicOf(payload);
    ObjectNode message =
        node()
            .put("name", type)
            .put("title", payload.getSimpleName())
            .put("summary", JavaDocs.of(payload));
    message.putArray("traits").addObject().put("$ref", "#/components/messageTraits/cloudEvent");
    ObjectNode body = message.putObject("payload");
    body.put("schemaFormat", "application/schema+json;version=draft-2020-12");
    body.putObject("schema").put("$ref", "./schemas/" + type + ".json");
    ObjectNode kafka = message.putObject("bindings").putObject("kafka");
    kafka.putObject("key").put("type", "string").put("description", topic.key());
    kafka.put("bindingVersion", KAFKA_BINDING);
    ObjectNode example = message.putArray("examples").addObject();
    Event sample = Samples.all().get(type);
    example.putObject("headers").put("ce_type", type);
    example.set("payload", ApprovedFiles.json(sample));
    return message;
  }

  private static ObjectNode cloudEvent() {
    ObjectNode trait = node().put("contentType", "application/json");
    ObjectNode headers = trait.putObject("headers").put("type", "object");
    ObjectNode properties = headers.putObject("properties");
    Flow.HEADERS.forEach(
        (name, says) -> properties.putObject(name).put("type", "string").put("description", says));
    headers.putArray("required").add("ce_specversion").add("ce_id").add("ce_source").add("ce_type");
    return trait;
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  static Map<?, ?> parse(String yaml) {
    return YAML.readValue(yaml, Map.class);
  }
}
