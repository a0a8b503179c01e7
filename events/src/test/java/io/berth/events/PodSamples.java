/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import io.berth.events.command.AdditionalContainer.InitContainer;
import io.berth.events.command.AdditionalContainer.Sidecar;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.AppSpec.Protocol;
import io.berth.events.command.Deploy;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.Tier;
import io.berth.events.command.Workload;
import io.berth.events.command.Workload.PodManagement;
import io.berth.events.command.pod.Affinity;
import io.berth.events.command.pod.Affinity.Neighbors;
import io.berth.events.command.pod.Affinity.NodeLabel;
import io.berth.events.command.pod.EnvSource;
import io.berth.events.command.pod.Placement;
import io.berth.events.command.pod.Placement.Toleration;
import io.berth.events.command.pod.PodOptions;
import io.berth.events.command.pod.PodOptions.HostAlias;
import io.berth.events.command.pod.PreStop;
import io.berth.events.command.pod.SecurityContext;
import io.berth.events.command.pod.Spread;
import io.berth.events.command.pod.Volume;
import io.berth.events.command.pod.Volume.AccessMode;
import io.berth.events.command.pod.Volume.Claim;
import io.berth.events.command.pod.Volume.ClaimTemplate;
import io.berth.events.command.pod.Volume.EmptyDir;
import io.berth.events.command.pod.Volume.KeyFiles;
import io.berth.events.command.pod.VolumeMount;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A specification that says everything about its pods. */
public final class PodSamples {

  public static final AppSpec PROXY_SPEC =
      new AppSpec(
          Tier.STANDARD,
          "registry.example/shop/proxy:1.9.0",
          List.of("--config", "/etc/proxy/proxy.conf"),
          List.of(new Port("https", 8443, null, 443), new Port("dns", 5353, Protocol.UDP, 53)),
          new Probes(
              probe(new ProbeCheck.Tcp(null, "https")),
              probe(
                  new ProbeCheck.Http(
                      "/ready",
                      null,
                      "https",
                      ProbeCheck.Scheme.HTTPS,
                      "proxy.shop.example",
                      Map.of("Accept", "text/plain"))),
              null),
          Map.of("MODE", "edge"),
          List.of("proxy-defaults"),
          Map.of("/etc/proxy/proxy.conf", "workers = 2\n"),
          new Limits(500, 268435456),
          2,
          Map.of(),
          RolloutStrategy.Rolling.standard(),
          false,
          false,
          Map.of(),
          List.of("/bin/proxy", "serve"),
          "/var/lib/proxy",
          Map.of(
              "API_TOKEN", new EnvSource("proxy-api", null, "token", null, null, true),
              "LOG_LEVEL", new EnvSource(null, "levels", "proxy", null, null, false),
              "POD_IP", new EnvSource(null, null, null, "status.podIP", null, false),
              "CPU_LIMIT", new EnvSource(null, null, null, null, "limits.cpu", false)),
          List.of("regions"),
          Map.of(
              "/var/cache/proxy", new Volume(new EmptyDir("100Mi", true), null, null, null, null),
              "/tmp", new Volume(new EmptyDir(null, false), null, null, null, null),
              "/etc/tls",
                  new Volume(
                      null,
                      new KeyFiles("proxy-tls", Map.of("tls.crt", "cert.pem"), "0440", false),
                      null,
                      null,
                      null),
              "/etc/routes",
                  new Volume(null, null, new KeyFiles("routes", Map.of(), null, true), null, null),
              "/var/lib/proxy", new Volume(null, null, null, new Claim("proxy", false), "data")),
          new Limits(250, 134217728),
          new PreStop(List.of("/bin/proxy", "drain")),
          new SecurityContext(
              1000L,
              1000L,
              2000L,
              true,
              true,
              false,
              List.of("ALL"),
              List.of("NET_BIND_SERVICE"),
              "RuntimeDefault"),
          new PodOptions(
              Map.of("team", "edge"),
              "proxy",
              false,
              List.of("registry-login"),
              "important",
              Duration.ofSeconds(60),
              List.of(new HostAlias("10.0.0.7", List.of("ledger.internal"))),
              "ClusterFirst"),
          new Placement(
              Map.of("disk", "ssd"),
              List.of(
                  new Toleration("dedicated", "Equal", "edge", "NoSchedule", null),
                  new Toleration(
                      "node.kubernetes.io/unreachable", "Exists", null, "NoExecute", 30L)),
              new Affinity(
                  List.of(
                      new Neighbors(Map.of(), "node", true, null),
                      new Neighbors(Map.of("team", "edge"), "example.com/rack", false, 5)),
                  List.of(new Neighbors(Map.of("app", "cache"), "zone", false, null)),
                  List.of(
                      new NodeLabel("kubernetes.io/arch", null, List.of("amd64"), true, null),
                      new NodeLabel("example.com/old", "DoesNotExist", List.of(), false, 10))),
              List.of(new Spread("zone", 2, true))),
          List.of(
              new InitContainer(
                  "fetch-routes",
                  "registry.example/shop/routes:3.1.0",
                  List.of("/bin/fetch"),
                  List.of("--into", "/work"),
                  "/work",
                  Map.of("REGION", "north"),
                  Map.of(
                      "ROUTES_TOKEN",
                      new EnvSource("proxy-api", null, "routes", null, null, false)),
                  List.of("routes-login"),
                  List.of("routes-settings"),
                  Map.of(
                      "/work",
                      new VolumeMount("/var/cache/proxy", "routes", false),
                      "/etc/proxy/proxy.conf",
                      new VolumeMount(null, null, true)),
                  new Limits(200, 67108864),
                  new Limits(100, 33554432),
                  new SecurityContext(
                      1001L, null, null, true, null, null, List.of("ALL"), List.of(), null))),
          List.of(
              new Sidecar(
                  "exporter",
                  "registry.example/shop/exporter:0.11.0",
                  List.of("/bin/exporter"),
                  List.of("--port", "9113"),
                  "/var/lib/exporter",
                  Map.of("SCRAPE", "https://localhost:8443/metrics"),
                  Map.of("POD_IP", new EnvSource(null, null, null, "status.podIP", null, false)),
                  List.of("exporter-login"),
                  List.of("exporter-settings"),
                  Map.of("/tmp/cache", new VolumeMount("/var/cache/proxy", null, true)),
                  new Limits(100, 67108864),
                  new Limits(50, 33554432),
                  new SecurityContext(
                      null, null, null, null, true, false, List.of(), List.of(), null),
                  List.of(new Port("metrics", 9113)),
                  new Probes(
                      probe(new ProbeCheck.Tcp(null, "metrics")),
                      probe(new ProbeCheck.Http("/healthz", 9113)),
                      null),
                  new PreStop(List.of("/bin/exporter", "flush")))),
          null);

  public static final Deploy DEPLOY_PROXY =
      new Deploy(CommandSamples.BY_ANNA, new AppRef("shop", "proxy"), PROXY_SPEC, false);

  /** Of which two releases must not run at the same time; it has the gRPC health service. */
  public static final Deploy DEPLOY_LEDGER =
      new Deploy(
          CommandSamples.BY_ANNA,
          new AppRef("shop", "ledger"),
          new AppSpec(
              Tier.STANDARD,
              "registry.example/shop/ledger:2.0.1",
              List.of(),
              List.of(new Port("grpc", 9000)),
              new Probes(
                  probe(new ProbeCheck.Grpc(9000, null)),
                  probe(new ProbeCheck.Grpc(9000, "ledger.Entries")),
                  null),
              Map.of(),
              List.of(),
              Map.of(),
              null,
              1,
              Map.of(),
              new RolloutStrategy.Recreate(),
              false,
              false,
              Map.of()),
          false);

  /** Whose pods have numbers, and a claim each. */
  public static final Deploy DEPLOY_ORDERS =
      new Deploy(
          CommandSamples.BY_ANNA,
          new AppRef("shop", "orders"),
          new AppSpec(
              Tier.STANDARD,
              "registry.example/shop/orders:3.0.0",
              List.of(),
              List.of(new Port("sql", 5432)),
              null,
              Map.of(),
              List.of(),
              Map.of(),
              null,
              3,
              Map.of(),
              RolloutStrategy.Rolling.standard(),
              false,
              false,
              Map.of(),
              List.of(),
              null,
              Map.of(),
              List.of(),
              Map.of(
                  "/var/lib/orders",
                  new Volume(
                      null,
                      null,
                      null,
                      null,
                      "data",
                      null,
                      new ClaimTemplate("10Gi", "fast", AccessMode.READ_WRITE_ONCE_POD))),
              null,
              null,
              null,
              null,
              null,
              List.of(),
              List.of(),
              new Workload.Stateful(PodManagement.PARALLEL)),
          false);

  private PodSamples() {}

  private static Probe probe(ProbeCheck check) {
    return new Probe(check, Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(1), 3);
  }
}
