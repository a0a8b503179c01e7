/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.events.command.AdditionalContainer.InitContainer;
import io.berth.events.command.AdditionalContainer.Sidecar;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Probes;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.Tier;
import io.berth.events.command.Workload;
import io.berth.events.command.pod.EnvSource;
import io.berth.events.command.pod.Placement;
import io.berth.events.command.pod.PodOptions;
import io.berth.events.command.pod.PreStop;
import io.berth.events.command.pod.SecurityContext;
import io.berth.events.command.pod.Volume;
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
  public List<String> command;
  public String workingDir;
  public Map<String, EnvSource> envFrom;
  public List<String> configMaps;
  public Map<String, Volume> volumes;
  public Limits requests;
  public PreStop preStop;
  public SecurityContext security;
  public PodOptions pod;
  public Placement placement;
  public List<InitContainer> initContainers;
  public List<Sidecar> sidecars;
  public Workload workload;

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
    command = spec.command();
    workingDir = spec.workingDir();
    envFrom = spec.envFrom();
    configMaps = spec.configMaps();
    volumes = spec.volumes();
    requests = spec.requests();
    preStop = spec.preStop();
    security = spec.security();
    pod = spec.pod();
    placement = spec.placement();
    initContainers = spec.initContainers();
    sidecars = spec.sidecars();
    workload = spec.workload();
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
        annotations,
        command,
        workingDir,
        envFrom,
        configMaps,
        volumes,
        requests,
        preStop,
        security,
        pod,
        placement,
        initContainers,
        sidecars,
        workload);
  }
}
