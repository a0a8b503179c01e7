/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.contract.TopicFlows;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The topics that the code of each service names are those that the documents say it reads or
 * writes, plain clients included. In which direction is compared by the service's own {@code
 * BindingsTest}.
 */
class TopicFlowsTest {

  private static final Map<String, TopicFlows> DOCUMENTS = TopicFlows.ofEveryDocument(House.ROOT);

  @Test
  void everyTopicThatAServiceNames_isOneThatItReadsOrWrites_inEveryDocument() throws Exception {
    Map<String, Set<String>> named = new TreeMap<>();
    House.MACHINES.keySet().forEach(service -> named.put(service, new TreeSet<>()));
    for (JavaClass type : House.classes("classes")) {
      String service = House.service(type);
      if (!service.isEmpty()) {
        for (JavaFieldAccess access : type.getFieldAccessesFromSelf()) {
          if (isATopic(access)) {
            named.get(service).add(topic(access).name());
          }
        }
      }
    }
    DOCUMENTS.forEach(
        (document, flows) ->
            named.forEach(
                (service, topics) -> {
                  Set<String> used = flows.readBy(House.folder(service));
                  used.addAll(flows.writtenBy(House.folder(service)));
                  assertThat(used)
                      .as("the topics of %s in %s and in its code", service, document)
                      .isEqualTo(topics);
                }));
  }

  @Test
  void everyDocument_namesEveryService_andNoOther() {
    Set<String> services = new TreeSet<>();
    House.MACHINES.keySet().forEach(service -> services.add(House.folder(service)));
    DOCUMENTS.forEach(
        (document, flows) -> assertThat(flows.services()).as(document).isEqualTo(services));
  }

  @Test
  void everyService_comparesItsBindingsWithTheDocuments() {
    Set<String> services = new TreeSet<>();
    for (JavaClass type : House.classes("test-classes")) {
      if (type.isAssignableTo("io.berth.stream.BindingsContract")
          && type.getSimpleName().endsWith("BindingsTest")) {
        services.add(House.service(type));
      }
    }
    assertThat(services).isEqualTo(House.MACHINES.keySet());
  }

  private static boolean isATopic(JavaFieldAccess access) {
    return access.getTargetOwner().getName().equals(Topics.class.getName())
        && access.getTarget().getRawType().getName().equals(Topic.class.getName());
  }

  private static Topic topic(JavaFieldAccess access) throws ReflectiveOperationException {
    return (Topic) Topics.class.getField(access.getTarget().getName()).get(null);
  }
}
