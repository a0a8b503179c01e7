/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator;

import io.berth.simulator.kubelet.Timings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one simulated cluster until the process gets a signal. */
@Command(
    name = "simulated-cluster",
    mixinStandardHelpOptions = true,
    description = "A simulated Kubernetes cluster on loopback.")
public final class SimulatedClusterMain implements Callable<Integer> {

  @Option(
      names = "--name",
      required = true,
      description = "The cluster's name, part of its nodes' names.")
  private String name = "";

  @Option(names = "--port", required = true, description = "The API server's port.")
  private int port;

  @Option(names = "--kubeconfig", description = "Where to write a kubeconfig.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--forward",
      defaultValue = "",
      description = "host:port that container logs are shipped to (Fluentd Forward).")
  private String forward = "";

  @Option(
      names = "--nodes",
      defaultValue = "3",
      description = "How many nodes; ${DEFAULT-VALUE} by default.")
  private int nodes;

  public static void main(String[] args) {
    System.exit(new CommandLine(new SimulatedClusterMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    SimulatedCluster cluster =
        SimulatedCluster.start(new ClusterSettings(name, port, nodes, forward, Timings.DEFAULT));
    Path file = kubeconfig;
    if (file != null) {
      cluster.writeKubeconfig(file);
    }
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  cluster.close();
                  end.countDown();
                },
                "stop"));
    System.out.println("Simulated cluster " + name + " answers on " + cluster.url());
    end.await();
    return 0;
  }
}
