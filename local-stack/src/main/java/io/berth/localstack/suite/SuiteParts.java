/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which processes make up the suite, with the configuration of each. Pure. */
final class SuiteParts {

  static final List<String> CLUSTERS = List.of("dc-a", "dc-b");

  /** Each service's folder; what the build must have made. */
  static final List<String> MODULES =
      List.of("deploy-svc", "monitor-svc", "scaler-svc", "log-pipeline-svc", "gateway");

  private final SuiteFolder folder;
  private final PortPlan ports;
  private final String apiToken;

  SuiteParts(SuiteFolder folder, PortPlan ports, String apiToken) {
    this.folder = folder;
    this.ports = ports;
    this.apiToken = apiToken;
  }

  /** In the order in which they start. */
  List<Part> all() {
    var parts = new ArrayList<Part>();
    parts.add(new Part.Broker(ports.kafka(), ports.kafkaController()));
    numbers().forEach(number -> parts.add(cluster(number)));
    parts.add(new Part.Elasticsearch(ports.elasticsearch(), ports.elasticsearchTransport()));
    numbers().forEach(number -> parts.add(deploy(number)));
    numbers().forEach(number -> parts.add(monitor(number)));
    parts.add(service("scaler-svc", ports.scaler(), "160m", Map.of()));
    parts.add(logPipeline());
    parts.add(gateway());
    return List.copyOf(parts);
  }

  private static IntStream numbers() {
    return IntStream.rangeClosed(1, CLUSTERS.size());
  }

  private Part cluster(int number) {
    return new Part.Cluster(CLUSTERS.get(number - 1), ports.cluster(number), ports.forward());
  }

  private Part deploy(int number) {
    // The simulated cluster brings a simulated registry, which has every image that is named.
    var more =
        Map.of(
            "BERTH_CLUSTERS",
            String.join(",", CLUSTERS),
            "BERTH_REGISTRY_ENDPOINTS",
            "*=http://127.0.0.1:" + ports.cluster(number));
    return ofCluster("deploy-svc", number, ports.deploy(number), more);
  }

  private Part monitor(int number) {
    // A visitor waits minutes, not the quarter of an hour that an alert may take in production.
    var inAHurry =
        Map.of(
            "BERTH_WEBHOOK_URL",
            "http://localhost:" + ports.webhook() + "/",
            "BERTH_SAMPLE_PERIOD",
            "PT5S",
            "BERTH_ALERT_TIME_SCALE",
            "0.02");
    return ofCluster("monitor-svc", number, ports.monitor(number), inAHurry);
  }

  private Part logPipeline() {
    return service(
        "log-pipeline-svc",
        ports.logPipeline(),
        "160m",
        Map.of(
            "BERTH_ELASTICSEARCH",
            "http://localhost:" + ports.elasticsearch(),
            "BERTH_FORWARD_PORT",
            String.valueOf(ports.forward())));
  }

  private Part gateway() {
    String deployUrls =
        numbers()
            .mapToObj(number -> CLUSTERS.get(number - 1) + "=" + localhost(ports.deploy(number)))
            .collect(Collectors.joining(","));
    var environment =
        environment(
            "gateway",
            ports.gateway(),
            Map.of(
                "BERTH_CLUSTERS",
                String.join(",", CLUSTERS),
                "BERTH_DEPLOY_URLS",
                deployUrls,
                "BERTH_LOG_PIPELINE_URL",
                localhost(ports.logPipeline()),
                "BERTH_API_TOKEN",
                apiToken));
    return new Part.Service("gateway", "gateway", ports.gateway(), Stage.DOOR, "160m", environment);
  }

  private static String localhost(int port) {
    return "http://localhost:" + port;
  }

  private Part ofCluster(String module, int number, int port, Map<String, String> more) {
    String cluster = CLUSTERS.get(number - 1);
    String name = module + "-" + cluster;
    var environment = environment(name, port, more);
    environment.put("BERTH_CLUSTER", cluster);
    environment.put("KUBECONFIG", folder.kubeconfig(cluster).toString());
    return new Part.Service(name, module, port, Stage.SERVICE, "160m", environment);
  }

  private Part service(String module, int port, String heap, Map<String, String> more) {
    var environment = environment(module, port, more);
    return new Part.Service(module, module, port, Stage.SERVICE, heap, environment);
  }

  private Map<String, String> environment(String name, int port, Map<String, String> more) {
    var environment = new TreeMap<>(more);
    environment.put("BERTH_KAFKA", "localhost:" + ports.kafka());
    environment.put("BERTH_PORT", String.valueOf(port));
    environment.put("BERTH_LOG_FORWARD", "localhost:" + ports.forward());
    environment.put("BERTH_STATE_DIR", folder.state(name).toString());
    return environment;
  }
}
