/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.release;

import io.berth.cli.gateway.CliException;
import io.berth.cli.gateway.ExitCode;
import io.berth.cli.gateway.GatewayClient;
import io.berth.cli.option.ClientOptions;
import io.berth.cli.text.ManifestText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows the objects that a file would become in a cluster. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = {
      "Show the Kubernetes objects that a file would become in a cluster, as YAML.",
      "The cluster's deploy-svc renders them by its own rules; nothing is written."
    },
    footer = {
      "",
      "Examples:",
      "  berth render -f examples/cart.yaml --cluster dc-a",
      "  berth render -f examples/cart.yaml -c dc-a | kubectl apply --dry-run=server -f -"
    })
final class RenderCommand implements Callable<Integer> {

  private static final String CLUSTERS = "/api/v1/clusters";

  @Mixin private final ClientOptions client;
  @Mixin private DeployFile file = new DeployFile();

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      description = "The cluster; may be left out if there is only one.")
  private @Nullable String cluster;

  RenderCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    ObjectNode command = file.read();
    GatewayClient gateway = client.gateway();
    String target = cluster == null ? onlyCluster(gateway, command) : cluster;
    ObjectNode meta =
        command.get("meta") instanceof ObjectNode given ? given : command.putObject("meta");
    meta.putArray("clusters").add(target);
    client.showYaml(
        gateway.send("POST", GatewayClient.below(CLUSTERS, target, "render"), command, Map.of()),
        ManifestText::of);
    return ExitCode.OK.code();
  }

  private static String onlyCluster(GatewayClient gateway, ObjectNode command) {
    List<String> names = texts(command.path("meta").path("clusters"));
    if (names.isEmpty()) {
      names =
          StreamSupport.stream(gateway.get(CLUSTERS).path("items").spliterator(), false)
              .map(item -> item.path("name").asString())
              .toList();
    }
    if (names.size() != 1) {
      throw new CliException(
          ExitCode.USAGE,
          "The application goes to several clusters, and each may render it differently. Name one:"
              + " --cluster, with one of "
              + String.join(", ", names)
              + ".");
    }
    return names.getFirst();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
  }
}
