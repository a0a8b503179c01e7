/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.upgrade;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of a service, as in the suite.
 *
 * @param name of it, with its cluster
 * @param module its folder
 * @param port of its first instance
 * @param environment its configuration, but for the port
 */
record ServiceConfiguration(String name, String module, int port, Map<String, String> environment) {

  private static final List<String> CLUSTERS = List.of("dc-a", "dc-b");

  /** In the order in which they are replaced. */
  static List<ServiceConfiguration> of(SuitePorts ports, Path home) {
    List<ServiceConfiguration> services = new ArrayList<>();
    for (int number = 1; number <= CLUSTERS.size(); number++) {
      services.add(
          ofCluster("deploy-svc", number, ports.deploy(number), ports, home)
              .with("BERTH_CLUSTERS", String.join(",", CLUSTERS))
              .with("BERTH_REGISTRY_ENDPOINTS", "*=http://127.0.0.1:" + ports.cluster(number)));
      services.add(
          ofCluster("monitor-svc", number, ports.monitor(number), ports, home)
              .with("BERTH_WEBHOOK_URL", "http://localhost:" + ports.webhook() + "/")
              .with("BERTH_SAMPLE_PERIOD", "PT5S")
              .with("BERTH_ALERT_TIME_SCALE", "0.02"));
    }
    services.add(of("scaler-svc", "scaler-svc", ports.scaler(), ports, home));
    services.add(
        of("log-pipeline-svc", "log-pipeline-svc", ports.logPipeline(), ports, home)
            .with("BERTH_ELASTICSEARCH", "http://localhost:" + ports.elasticsearch()));
    services.add(
        of("gateway", "gateway", ports.gateway(), ports, home)
            .with("BERTH_CLUSTERS", String.join(",", CLUSTERS))
            .with("BERTH_API_TOKEN", "only-for-this-benchmark-0123456789"));
    return services;
  }

  private static ServiceConfiguration ofCluster(
      String module, int number, int port, SuitePorts ports, Path home) {
    String cluster = CLUSTERS.get(number - 1);
    return of(module + "-" + cluster, module, port, ports, home)
        .with("BERTH_CLUSTER", cluster)
        .with("KUBECONFIG", home.resolve(cluster + ".kubeconfig").toString());
  }

  private static ServiceConfiguration of(
      String name, String module, int port, SuitePorts ports, Path home) {
    return new ServiceConfiguration(name, module, port, Map.of())
        .with("BERTH_KAFKA", "localhost:" + ports.kafka())
        .with("BERTH_LOG_FORWARD", "localhost:" + ports.forward());
  }

  private ServiceConfiguration with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new ServiceConfiguration(name, module, port, Map.copyOf(more));
  }
}
