/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Probes;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.Tier;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A specification to be changed in a place or two: {@code with(spec, it -> it.replicas = 2)}. */
public final class AppSpecBuilder {

  public Tier tier;
  public String image;
  public List<String> args;
  public List<Port> ports;
  public Probes probes;
  public Map<String, String> env;
  public List<String> secrets;
  public Map<String, String> configFiles;
  public Limits limits;
  public final int replicas;
  public Map<String, Integer> replicasByCluster;
  public RolloutStrategy strategy;
  public boolean autoRollback;
  public boolean selfHeal;
  public Map<String, String> annotations;

  private AppSpecBuilder(AppSpec spec) {
    tier = spec.tier();
    image = spec.image();
    args = spec.args();
    ports = spec.ports();
    probes = spec.probes();
    env = spec.env();
    secrets = spec.secrets();
    configFiles = spec.configFiles();
    limits = spec.limits();
    replicas = spec.replicas();
    replicasByCluster = spec.replicasByCluster();
    strategy = spec.strategy();
    autoRollback = spec.autoRollback();
    selfHeal = spec.selfHeal();
    annotations = spec.annotations();
  }

  public static AppSpec with(AppSpec spec, Consumer<AppSpecBuilder> change) {
    AppSpecBuilder builder = new AppSpecBuilder(spec);
    change.accept(builder);
    return builder.build();
  }

  private AppSpec build() {
    return new AppSpec(
        tier,
        image,
        args,
        ports,
        probes,
        env,
        secrets,
        configFiles,
        limits,
        replicas,
        replicasByCluster,
        strategy,
        autoRollback,
        selfHeal,
        annotations);
  }
}
