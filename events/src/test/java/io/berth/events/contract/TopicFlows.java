/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import io.berth.events.Topic;
import io.berth.events.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The services that write and read each topic, according to a document. Services compare their
 * bindings with it. Topics of dead letters and internal topics are in no document.
 *
 * @param writers the services that write a topic, by its name
 * @param readers the services that read a topic, by its name
 */
public record TopicFlows(Map<String, Set<String>> writers, Map<String, Set<String>> readers) {

  private static final Pattern SERVICE = Pattern.compile("(?<![\\w-])(gateway|[a-z-]+-svc)\\b");

  private static final Pattern CATALOGUE_ROW =
      Pattern.compile("(?m)^\\| \\[`(berth[a-z.-]+)`].* \\| ([^|]*) → ([^|]*) \\|$");

  private static final Pattern ASYNC_API_OPERATION =
      Pattern.compile("(?m)^  (berth[a-z.-]+)\\.(write|read):\\n.*\\n +summary: (.*)$");

  private static final Pattern README_ROW =
      Pattern.compile("(?m)^\\| `(gateway|[a-z-]+-svc)/` \\| ([^|]*) \\| ([^|]*) \\|");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** The table of {@code docs/events.md}. */
  public static TopicFlows ofCatalogue(Path root) {
    TopicFlows flows = empty();
    CATALOGUE_ROW
        .matcher(text(root.resolve("docs/events.md")))
        .results()
        .forEach(
            row -> {
              flows.writers.get(row.group(1)).addAll(services(row.group(2)));
              flows.readers.get(row.group(1)).addAll(services(row.group(3)));
            });
    return flows;
  }

  /** The operations of the AsyncAPI document. */
  public static TopicFlows ofAsyncApi(Path root) {
    TopicFlows flows = empty();
    ASYNC_API_OPERATION
        .matcher(text(root.resolve("events/src/main/resources/asyncapi.yaml")))
        .results()
        .forEach(
            operation ->
                (operation.group(2).equals("write") ? flows.writers : flows.readers)
                    .get(operation.group(1))
                    .addAll(services(operation.group(3))));
    return flows;
  }

  /** The table of the parts in {@code README.md}. */
  public static TopicFlows ofReadme(Path root) {
    TopicFlows flows = empty();
    README_ROW
        .matcher(text(root.resolve("README.md")))
        .results()
        .forEach(
            row -> {
              topics(row.group(2)).forEach(topic -> flows.readers.get(topic).add(row.group(1)));
              topics(row.group(3)).forEach(topic -> flows.writers.get(topic).add(row.group(1)));
            });
    return flows;
  }

  /** Every document that says who writes and reads, by its name. */
  public static Map<String, TopicFlows> ofEveryDocument(Path root) {
    return Map.of(
        "docs/events.md", ofCatalogue(root),
        "asyncapi.yaml", ofAsyncApi(root),
        "README.md", ofReadme(root));
  }

  /** The topics that a service writes. */
  public Set<String> writtenBy(String service) {
    return topicsOf(writers, service);
  }

  /** The topics that a service reads. */
  public Set<String> readBy(String service) {
    return topicsOf(readers, service);
  }

  /** Every service that is named. */
  public Set<String> services() {
    Set<String> services = new TreeSet<>();
    writers.values().forEach(services::addAll);
    readers.values().forEach(services::addAll);
    return services;
  }

  private static Set<String> topicsOf(Map<String, Set<String>> flows, String service) {
    return flows.entrySet().stream()
        .filter(flow -> flow.getValue().contains(service))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static TopicFlows empty() {
    return new TopicFlows(byTopic(), byTopic());
  }

  private static Map<String, Set<String>> byTopic() {
    Map<String, Set<String>> byTopic = new TreeMap<>();
    Topics.ALL.forEach(topic -> byTopic.put(topic.name(), new TreeSet<>()));
    return byTopic;
  }

  private static Set<String> services(String text) {
    return SERVICE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> topics(String cell) {
    Set<String> known = Topics.ALL.stream().map(Topic::name).collect(Collectors.toSet());
    return CODE.matcher(cell)
        .results()
        .map(code -> code.group(1))
        .flatMap(code -> Arrays.stream(code.split("[ ,]+")))
        .filter(known::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
