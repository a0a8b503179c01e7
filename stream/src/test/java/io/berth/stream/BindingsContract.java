/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.contract.TopicFlows;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/**
 * The topics that a service declares to read and write are those that its {@code application.yml}
 * binds and those of the documents. The {@code BindingsTest} of each service extends it with the
 * service's own table.
 */
public abstract class BindingsContract {

  /**
   * The table of a service.
   *
   * @param name of its folder, as the documents name it
   * @param declared its {@link ServiceTopics}
   * @param configuration the class whose methods make the beans of its functions
   * @param readByNoBinding what it reads with plain clients or within its topology
   * @param writtenByNoFunction what it writes over the binding {@code events} or with plain clients
   * @param placeholders the values of placeholders other than the prefix of topics
   */
  public record ServiceTable(
      String name,
      ServiceTopics declared,
      Class<?> configuration,
      Collection<Topic> readByNoBinding,
      Collection<Topic> writtenByNoFunction,
      Map<String, String> placeholders) {

    /** A service whose functions are consumers, and which writes over the binding of events. */
    public static ServiceTable ofConsumers(
        String name, ServiceTopics declared, Class<?> configuration) {
      return new ServiceTable(
          name, declared, configuration, List.of(), declared.writes(), Map.of());
    }

    /** The same, where other clients than a binding read these topics. */
    public ServiceTable alsoReading(Collection<Topic> topics) {
      return new ServiceTable(
          name, declared, configuration, topics, writtenByNoFunction, placeholders);
    }
  }

  private static final Path ROOT = Path.of("..");
  private static final String BINDINGS = "spring.cloud.stream.bindings.";
  private static final Pattern OF_A_FUNCTION =
      Pattern.compile(Pattern.quote(BINDINGS) + "(\\w+)-(in|out)-\\d+\\.destination");

  private final ServiceTable service = service();
  private final Properties yaml = load();

  /** The table of the service whose class path this is. */
  protected abstract ServiceTable service();

  private static Properties load() {
    YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
    factory.setResources(new ClassPathResource("application.yml"));
    return factory.getObject();
  }

  @Test
  void topicsThatAreRead_areThoseDeclared() {
    Set<String> read = destinationsOfFunctions("in");
    read.addAll(names(service.readByNoBinding()));
    assertThat(read).isEqualTo(names(service.declared().reads()));
  }

  @Test
  void topicsThatAreWritten_areThoseDeclared() {
    Set<String> written = destinationsOfFunctions("out");
    written.addAll(names(service.writtenByNoFunction()));
    assertThat(written).isEqualTo(names(service.declared().writes()));
    String events = yaml.getProperty(BINDINGS + "events.destination", "");
    assertThat(destinations(events)).isSubsetOf(names(service.writtenByNoFunction()));
  }

  @Test
  void functions_haveBindingsAndBeans() {
    Set<String> functions = Set.of(yaml.getProperty("spring.cloud.function.definition").split(";"));
    Set<String> bound =
        yaml.stringPropertyNames().stream()
            .map(OF_A_FUNCTION::matcher)
            .filter(Matcher::matches)
            .map(binding -> binding.group(1))
            .collect(Collectors.toSet());
    assertThat(bound).isEqualTo(functions);
    assertThat(Arrays.stream(service.configuration().getDeclaredMethods()))
        .extracting(Method::getName)
        .containsAll(functions);
  }

  @Test
  void documents_agreeWithTheDeclaration() {
    TopicFlows.ofEveryDocument(ROOT)
        .forEach(
            (document, flows) -> {
              assertThat(flows.readBy(service.name()))
                  .as("what %s says that %s reads", document, service.name())
                  .isEqualTo(documented(service.declared().reads()));
              assertThat(flows.writtenBy(service.name()))
                  .as("what %s says that %s writes", document, service.name())
                  .isEqualTo(documented(service.declared().writes()));
            });
  }

  /** Dead letters and what a service keeps to itself are in no document. */
  private static Set<String> documented(Collection<Topic> topics) {
    return names(topics.stream().filter(Topics.ALL::contains).toList());
  }

  private static Set<String> names(Collection<Topic> topics) {
    return topics.stream().map(Topic::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> destinationsOfFunctions(String direction) {
    return yaml.stringPropertyNames().stream()
        .map(OF_A_FUNCTION::matcher)
        .filter(Matcher::matches)
        .filter(binding -> binding.group(2).equals(direction))
        .flatMap(binding -> destinations(yaml.getProperty(binding.group())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<String> destinations(String value) {
    return Stream.of(value.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(this::withoutPlaceholders);
  }

  private String withoutPlaceholders(String destination) {
    String name = destination.replace("${berth.topic.prefix}", "");
    for (Map.Entry<String, String> placeholder : service.placeholders().entrySet()) {
      name = name.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
    }
    return name;
  }
}
