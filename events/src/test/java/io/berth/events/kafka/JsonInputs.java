/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.events.Event;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import java.util.List;

/** Documents with one thing in them, in single quotes, and what is read from them or refused. */
final class JsonInputs {

  private JsonInputs() {}

  static String deploy(String field, String value) {
    return "{'meta':{'requestedBy':'anna'},'app':{'namespace':'shop','name':'cart'},"
        + "'spec':{'image':'a','replicas':1,'%s':%s}}".formatted(field, value);
  }

  static String policy(String metrics) {
    return "{'app':{'namespace':'shop','name':'cart'},'version':1,'minReplicas':1,'maxReplicas':2,"
        + "'changedBy':'anna','period':'15s','metrics':["
        + metrics
        + "]}";
  }

  static <E extends Event> E read(Class<E> payload, String json) {
    return EventJson.readStrictly(json.replace('\'', '"').getBytes(UTF_8), payload);
  }

  /** The faults without their places: where each stands is another test's. */
  static List<InvalidField> faults(Class<? extends Event> payload, String json) {
    return catchThrowableOfType(InvalidEventException.class, () -> read(payload, json))
        .fields()
        .stream()
        .map(fault -> new InvalidField(fault.field(), fault.found(), fault.wanted()))
        .toList();
  }
}
