/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.node;

import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * A real kubelet over this machine's Docker, in the cluster that KUBECONFIG names, with images that
 * its pods can pull. The tests of every module find it in the test jar. Where something is missing
 * the test is skipped, and says what.
 */
public final class RealNode implements AutoCloseable {

  /** The tags that there are; any other is not to be had. */
  public static final List<String> TAGS =
      List.of(
          "1",
          "2",
          "1-crash",
          "2-crash",
          "1-oom",
          "1-unready",
          "1-unlive",
          "1-starts-in-10s",
          "1-starts-in-60s",
          "2-starts-in-60s",
          "1-breaks-in-0s",
          "1-breaks-in-10s",
          "1-busy");

  private static final String REPOSITORY = "/berth-test/web";
  private static final String READY_NODES =
      "jsonpath={range .items[*]}{.status.nodeInfo.containerRuntimeVersion} "
          + "{.status.conditions[?(@.type==\"Ready\")].status}{\"\\n\"}{end}";

  private final Path kubeconfig;
  private final Registry registry;
  private final Registry behind;

  private RealNode(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
    this.registry = Registry.open();
    this.behind = Registry.open();
    try {
      WebImages.push(host(registry) + REPOSITORY, TAGS);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "No images for the node; the end of the registry's log: " + registry.logTail(), e);
    }
  }

  /**
   * Makes its images, which takes about 5 seconds.
   *
   * @throws TestAbortedException where there is no such node
   */
  public static RealNode open() {
    try {
      return new RealNode(found());
    } catch (TestAbortedException e) {
      System.err.println("Tests on a real node are skipped. " + e.getMessage());
      throw e;
    }
  }

  /** The kubeconfig of a cluster with such a node. */
  private static Path found() {
    String kubeconfig = System.getenv("KUBECONFIG");
    if (kubeconfig == null || kubeconfig.isBlank()) {
      throw new TestAbortedException("KUBECONFIG names no cluster");
    }
    LocalProgram.Result docker =
        LocalProgram.run("docker", "version", "--format", "{{.Server.Version}}");
    if (!docker.ok()) {
      throw new TestAbortedException(
          "No Docker answers on this machine, so no image can be made for a node: "
              + docker.text());
    }
    LocalProgram.Result nodes =
        LocalProgram.run("kubectl", "get", "nodes", "--request-timeout=20s", "-o", READY_NODES);
    String wanted = "docker://" + docker.text() + " True";
    if (!nodes.ok() || nodes.text().lines().noneMatch(wanted::equals)) {
      throw new TestAbortedException(
          "The cluster of KUBECONFIG has no ready node over this machine's Docker (wanted '"
              + wanted
              + "', found '"
              + nodes.text()
              + "')");
    }
    return Path.of(kubeconfig);
  }

  /** Of the cluster that the node is in. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** The image with that tag; one that is not in {@link #TAGS} is not found. */
  public String image(String tag) {
    return host(registry) + REPOSITORY + ":" + tag;
  }

  /** The same of a registry that has not got it: one that lags behind. */
  public String imageElsewhere(String tag) {
    return host(behind) + REPOSITORY + ":" + tag;
  }

  /** For {@code BERTH_REGISTRY_ENDPOINTS}: whoever is told this finds every image in one place. */
  public String endpoints() {
    String url = "http://" + host(registry);
    return host(registry) + "=" + url + "," + host(behind) + "=" + url;
  }

  private static String host(Registry registry) {
    return "127.0.0.1:" + registry.port();
  }

  @Override
  public void close() {
    WebImages.forget(host(registry));
    registry.close();
    behind.close();
  }
}
