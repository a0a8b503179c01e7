/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.monitor.kafka.MonitorKafkaSettings;
import io.berth.stream.BindingsContract;
import java.util.Map;
import java.util.Set;

class MonitorBindingsTest extends BindingsContract {

  /** Read by the tables of the topology, or to their end at the start. */
  private static final Set<Topic> READ_BY_NO_BINDING =
      Set.of(Topics.ALERT_RULES, Topics.SILENCES, Topics.PODS, Topics.CLUSTER_EVENTS);

  /** Written over the binding of all events, each to its own topic. */
  private static final Set<Topic> EVENTS =
      Set.of(Topics.PODS, Topics.METRICS, Topics.CLUSTER_EVENTS);

  @Override
  protected ServiceTable service() {
    return new ServiceTable(
        "monitor-svc",
        MonitorBindings.topicsOf(new MonitorKafkaSettings("localhost:9092", "", "dc-a")),
        MonitorBindings.class,
        READ_BY_NO_BINDING,
        EVENTS,
        Map.of("berth.cluster", "dc-a"));
  }
}
