/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import io.berth.launcher.listen.Listener;
import io.berth.launcher.listen.Listeners;
import io.berth.launcher.owncluster.OwnClusters;
import io.berth.teststack.process.ListenAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which processes make up the suite, with the configuration of each. Pure. */
public final class SuiteProcesses {

  /** The names of the clusters, simulated or not. */
  public static final List<String> CLUSTERS = List.of("dc-a", "dc-b");

  /** Each service's folder; what the build must have made. */
  static final List<String> MODULES =
      List.of("deploy-svc", "monitor-svc", "scaler-svc", "log-pipeline-svc", "gateway");

  private static final String LOCALHOST = "localhost";

  private final SuiteFolder folder;
  private final PortPlan ports;
  private final Listeners listeners;
  private final String apiToken;
  private final OwnClusters own;

  /**
   * @param own the clusters that are not simulated
   */
  public SuiteProcesses(
      SuiteFolder folder, PortPlan ports, Listeners listeners, String apiToken, OwnClusters own) {
    this.own = own;
    this.folder = folder;
    this.ports = ports;
    this.listeners = listeners;
    this.apiToken = apiToken;
  }

  /** In the order in which they start. */
  public List<SuiteProcess> all() {
    var parts = new ArrayList<SuiteProcess>();
    parts.add(
        new SuiteProcess.KafkaProcess(
            listeners.of(Listener.KAFKA), ports.kafka(), ports.kafkaController()));
    numbers().filter(this::isSimulated).forEach(number -> parts.add(cluster(number)));
    parts.add(
        new SuiteProcess.ElasticsearchProcess(
            ports.elasticsearch(), ports.elasticsearchTransport()));
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

  private boolean isSimulated(int number) {
    return !own.names().contains(CLUSTERS.get(number - 1));
  }

  private SuiteProcess cluster(int number) {
    return new SuiteProcess.ClusterProcess(
        CLUSTERS.get(number - 1), ports.cluster(number), hostAndPort(Listener.FORWARD));
  }

  private SuiteProcess deploy(int number) {
    var more = new TreeMap<>(Map.of("BERTH_CLUSTERS", String.join(",", CLUSTERS)));
    if (isSimulated(number)) {
      // The simulated cluster brings a simulated registry, which has every image that is named.
      more.put("BERTH_REGISTRY_ENDPOINTS", "*=http://127.0.0.1:" + ports.cluster(number));
    }
    return ofCluster("deploy-svc", number, ports.deploy(number), more);
  }

  private SuiteProcess monitor(int number) {
    // A visitor waits minutes, not the quarter of an hour that an alert may take in production.
    var shortTimes =
        Map.of(
            "BERTH_WEBHOOK_URL",
            "http://localhost:" + ports.webhook() + "/",
            "BERTH_PUBLIC_URL",
            "http://" + hostAndPort(Listener.GATEWAY),
            "BERTH_SAMPLE_PERIOD",
            "PT5S",
            "BERTH_ALERT_TIME_SCALE",
            "0.02");
    return ofCluster("monitor-svc", number, ports.monitor(number), shortTimes);
  }

  private SuiteProcess logPipeline() {
    return service(
        "log-pipeline-svc",
        ports.logPipeline(),
        "160m",
        Map.of(
            "BERTH_ELASTICSEARCH",
            "http://localhost:" + ports.elasticsearch(),
            "BERTH_FORWARD_PORT",
            String.valueOf(ports.forward()),
            "BERTH_FORWARD_LISTEN",
            listeners.of(Listener.FORWARD).text()));
  }

  private SuiteProcess gateway() {
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
                "BERTH_PUBLIC_URL",
                "http://" + hostAndPort(Listener.GATEWAY),
                "BERTH_API_TOKEN",
                apiToken));
    var address = listeners.of(Listener.GATEWAY);
    environment.put("BERTH_LISTEN", address.text());
    return new SuiteProcess.BerthServiceProcess(
        "gateway",
        "gateway",
        address.host(),
        ports.gateway(),
        StartupStage.GATEWAY,
        "160m",
        environment);
  }

  /** How this machine reaches a listener, {@code host:port}. */
  private String hostAndPort(Listener listener) {
    return listeners.of(listener).host() + ":" + ports.of(listener);
  }

  private static String localhost(int port) {
    return "http://" + LOCALHOST + ":" + port;
  }

  private SuiteProcess ofCluster(String module, int number, int port, Map<String, String> more) {
    String cluster = CLUSTERS.get(number - 1);
    String name = module + "-" + cluster;
    var environment = environment(name, port, more);
    environment.put("BERTH_CLUSTER", cluster);
    environment.put("KUBECONFIG", folder.kubeconfig(cluster).toString());
    if (!isSimulated(number)) {
      environment.putAll(own.settingsOf(module));
    }
    return new SuiteProcess.BerthServiceProcess(
        name, module, LOCALHOST, port, StartupStage.SERVICE, "160m", environment);
  }

  private SuiteProcess service(String module, int port, String heap, Map<String, String> more) {
    var environment = environment(module, port, more);
    return new SuiteProcess.BerthServiceProcess(
        module, module, LOCALHOST, port, StartupStage.SERVICE, heap, environment);
  }

  private Map<String, String> environment(String name, int port, Map<String, String> more) {
    var environment = new TreeMap<>(more);
    environment.put("BERTH_KAFKA", hostAndPort(Listener.KAFKA));
    environment.put("BERTH_LISTEN", ListenAddress.LOOPBACK.text());
    environment.put("BERTH_PORT", String.valueOf(port));
    environment.put("BERTH_LOG_FORWARD", hostAndPort(Listener.FORWARD));
    environment.put("BERTH_STATE_DIR", folder.state(name).toString());
    return environment;
  }
}
