/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.events.InvalidEventException;
import io.berth.events.command.Deploy;
import io.berth.events.kafka.EventJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** Deploys whose fields are odd, but such as somebody could write. */
public final class OddSpecs {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String LONG = "x".repeat(64);

  private final Random random;
  private boolean isOddField;

  public OddSpecs(long seed) {
    this.random = new Random(seed);
  }

  /** What Berth would write for the next one; empty where the reader or a rule refuses it. */
  public Optional<Plan.Apply> next() {
    byte[] json = JSON.writeValueAsString(command()).getBytes(UTF_8);
    try {
      Deploy deploy = EventJson.read(json, Deploy.class);
      return new Planner(new PolicyRules(PolicyParameters.standard()))
                  .plan(TestSnapshots.order(deploy), snapshot(deploy))
              instanceof Plan.Apply plan
          ? Optional.of(plan)
          : Optional.empty();
    } catch (InvalidEventException e) {
      return Optional.empty();
    }
  }

  /** Beside a release that runs, a canary or a preview has objects of its own. */
  private ClusterSnapshot snapshot(Deploy deploy) {
    return deploy.app().equals(TestApps.CART) && random.nextBoolean()
        ? TestSnapshots.running(TestSnapshots.release(1))
        : TestSnapshots.empty();
  }

  private Map<String, Object> command() {
    isOddField = random.nextInt(100) < 12;
    return Map.of(
        "meta",
        Map.of("requestedBy", usually("ann", "Ann Ö. <ann@example.com>", "a/b c", "€".repeat(200))),
        "app",
        Map.of(
            "namespace",
            "shop",
            "name",
            usually("cart", "c", "a--b", "x".repeat(46), "x".repeat(47), "1cart", "a.b", "Cart")),
        "spec",
        spec());
  }

  private Map<String, Object> spec() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put(
        field("image"),
        usually("shop/cart:1.0.0", "Shop/cart:1", "a..b:1", " a:1", "r:5000/a__b:V1"));
    spec.put(field("replicas"), usually(3, 1000, 0, 1001, -1, 3_000_000_000L));
    spec.put(field("limits"), limits());
    spec.put(field("probes"), probes());
    spec.put(field("tier"), pick("CRITICAL", "STANDARD", "LOW", "BACKOFFICE"));
    spec.put(field("strategy"), strategy());
    spec.put(field("ports"), ports());
    spec.put(
        field("env"), map("A", "1A", "a.b", "_", "A-B", "..", "A B", "BERTH_X", "é", "a", LONG));
    spec.put(
        field("annotations"),
        map(
            "team",
            "a/b/c",
            "Ex.com/a",
            "bad key!",
            LONG,
            "a/",
            "ex_.com/a",
            "x.y/z",
            "A",
            "a..b"));
    spec.put(
        field("configFiles"),
        map(
            "/etc/a",
            "/etc/a/b",
            "/etc/./c",
            "/etc/d:e",
            "/f",
            "/etc/..g",
            "/etc/../h",
            "i",
            "/j/"));
    spec.put(field("secrets"), list("a", "my.secret", "a", "My", "a_b", "x".repeat(253), LONG));
    spec.put(field("args"), list("serve", "", "$(A)", "$$", "a\nb", "x".repeat(140_000), "--a=€"));
    pods(spec);
    return spec;
  }

  /** What most specifications leave out. */
  private void pods(Map<String, Object> spec) {
    if (random.nextBoolean()) {
      return;
    }
    spec.put(field("command"), list("serve", "", "$(A)", "a\nb", "x".repeat(140_000)));
    spec.put(field("workingDir"), usually("/app", "app", "/", "/a b"));
    spec.put(
        field("envFrom"),
        Map.of(
            usually("FROM", "1A", "BERTH_X", "a.b"),
            pick(
                Map.of("secret", usually("a", "A"), "key", usually("k", "k/k", "..", "x.y")),
                Map.of("field", usually("status.podIP", "metadata.labels['a/b']", "status")),
                Map.of("resource", usually("limits.cpu", "requests.ephemeral-storage", "cpu")))));
    spec.put(field("configMaps"), list("a", "my.map", "a", "My"));
    spec.put(
        field("volumes"),
        Map.of(
            usually("/data", "/etc/a", "/etc", "/d:e", "/" + "x".repeat(300), "/Ä", "/a_b/../c"),
            pick(
                Map.of("emptyDir", Map.of("size", usually("1Mi", "0", "1.5Gi", "1e3", "m"))),
                Map.of("claim", Map.of("name", usually("data", "Data"))),
                Map.of(
                    usually("secret", "configMap"),
                    Map.of(
                        "name",
                        usually("a", "a.b", "A"),
                        "mode",
                        usually("0440", "777", "888"),
                        "items",
                        Map.of(usually("k", "k k"), usually("f", "a/b", "../f", "/f")))))));
    spec.put(
        field("security"),
        Map.of(
            "runAsUser",
            usually(1000, 0, -1, 2_147_483_647),
            "addCapabilities",
            List.of(usually("CHOWN", "SYS_ADMIN", "ALL", "chown"))));
    spec.put(
        field("pod"),
        Map.of(
            "labels",
            Map.of(usually("team", "berth.io/x", "a/b", "a b", LONG), usually("1", "", LONG, "-")),
            "serviceAccountName",
            usually("cart", "Cart", "a.b"),
            "terminationGracePeriod",
            usually("60s", "0s", "1h", "1500ms")));
    spec.put(
        field("placement"),
        Map.of(
            "nodeSelector",
            Map.of(usually("disk", "a/b", "a b"), usually("ssd", "", "x y")),
            "tolerations",
            List.of(Map.of("key", usually("a", "a b"), "effect", usually("NoSchedule", "No")))));
  }

  /** Most fields are plain, or an odd one would rarely get past the others' rules. */
  private String field(String name) {
    isOddField = random.nextInt(100) < 12;
    return name;
  }

  private Map<String, Object> limits() {
    return Map.of(
        "cpu",
        usually("500m", "1m", "1000000", "0", "-1", "0.5m"),
        "memory",
        usually("64Mi", "4Mi", "1Pi", "1", "100m"));
  }

  private Map<String, Object> probes() {
    return Map.of("liveness", probe(), "readiness", probe(), "startup", probe());
  }

  private Map<String, Object> probe() {
    int port = usually(8080, 1, 65_535, 0, 70_000);
    return Map.of(
        "check",
        pick(
            Map.of("type", "HTTP", "port", port, "path", usually("/", "/a b?c=é%zz", "live", "//")),
            Map.of("type", "TCP", "port", port),
            Map.of("type", "EXEC", "command", usually(List.of("true"), List.of(), List.of("")))),
        "period",
        usually("10s", "1s", "1h", "0s", "1500ms"),
        "initialDelay",
        usually("0s", "1h", "2h"),
        "timeout",
        usually("1s", "10m", "0s"),
        "failureThreshold",
        usually(3, 1, 1000, 0));
  }

  private Map<String, Object> strategy() {
    return pick(
        Map.of("type", "BLUE_GREEN"),
        Map.of("type", "CANARY", "steps", List.of(Map.of("percent", usually(10, 100, 0)))),
        Map.of(
            "type",
            "ROLLING",
            "maxSurgePercent",
            usually(25, 0, 100, 101),
            "maxUnavailablePercent",
            usually(0, 1, 100)));
  }

  private List<Object> ports() {
    List<Object> ports = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      ports.add(
          Map.of(
              "name",
              usually("p" + i, "http", "80", "a--b", "a-1", "x".repeat(15), "x".repeat(16), "A"),
              "port",
              usually(8000 + i, 8080, 8080, 65_535, 0, 65_536)));
    }
    return ports;
  }

  /** The first key, most often; with a value that may be odd or large. */
  private Map<String, Object> map(String... keys) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      map.put(
          usually(keys[0], (Object[]) keys).toString(),
          usually("1", "", "a\nb\tc\"", "€".repeat(50_000), "$(A)$$", "x".repeat(270_000)));
    }
    return map;
  }

  private List<Object> list(String... items) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(usually(items[0] + i, (Object[]) items));
    }
    return list;
  }

  @SafeVarargs
  private <T> T usually(T usual, T... odd) {
    return isOddField && random.nextBoolean() ? pick(odd) : usual;
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
