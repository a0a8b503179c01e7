/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.events.command.AdditionalContainer.InitContainer;
import io.berth.events.command.AdditionalContainer.Sidecar;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Probes;
import io.berth.events.command.pod.SecurityContext;
import io.berth.events.command.pod.VolumeMount;
import io.berth.events.kafka.EventJson;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Init containers and sidecars that break no rule, to be changed in a place or two. */
public final class TestContainers {

  private TestContainers() {}

  /** What a test changes. */
  public static final class Fields {
    public String name;
    public String image;
    public List<String> args = List.of();
    public Map<String, String> env = Map.of();
    public List<String> secrets = List.of();
    public Map<String, VolumeMount> volumes = Map.of();
    public Limits limits = new Limits(200, 64L << 20);
    public Limits requests;
    public SecurityContext security;
    public List<Port> ports = List.of();
    public Probes probes;

    private Fields(String name, String image) {
      this.name = name;
      this.image = image;
    }
  }

  public static InitContainer init(Consumer<Fields> change) {
    return container("migrate", change, InitContainer.class);
  }

  public static Sidecar sidecar(Consumer<Fields> change) {
    return container("exporter", change, Sidecar.class);
  }

  private static <T> T container(String name, Consumer<Fields> change, Class<T> type) {
    Fields fields = new Fields(name, "registry.example/shop/" + name + ":1.0.0");
    change.accept(fields);
    return EventJson.mapper().convertValue(fields, type);
  }
}
