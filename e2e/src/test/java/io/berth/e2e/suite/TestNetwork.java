/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * A network of two: where the suite is, and a stranger in a network namespace of its own. Needs
 * root and the program {@code ip}; a test that asks for one skips where they are missing, and says
 * so.
 */
final class TestNetwork implements AutoCloseable {

  /** Of 198.18.0.0/15 and fd00::/8: no machine of anybody else has them. */
  static final String SUITE = "198.18.77.1";

  static final String SUITE_6 = "fd77:be:77::1";
  private static final String STRANGER = "198.18.77.2";
  private static final String STRANGER_6 = "fd77:be:77::2";

  /** Links of both kinds are there at once; an interface's name has 15 characters at most. */
  private final String id;

  private final List<String> suiteSide;
  private final boolean hasIpv6;

  private TestNetwork(boolean suiteInNamespace) {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new TestAbortedException("Needs root, to make network namespaces");
    }
    this.id = (suiteInNamespace ? "bn" : "bm") + ProcessHandle.current().pid();
    this.suiteSide = suiteInNamespace ? in("s") : List.of();
    ip("netns", "add", namespace("x"));
    if (suiteInNamespace) {
      ip("netns", "add", namespace("s"));
      in("s", "ip", "link", "set", "lo", "up");
    }
    in("x", "ip", "link", "set", "lo", "up");
    ip("link", "add", id + "s", "type", "veth", "peer", "name", id + "x", "netns", namespace("x"));
    if (suiteInNamespace) {
      ip("link", "set", id + "s", "netns", namespace("s"));
    }
    on(suiteSide, "ip", "address", "add", SUITE + "/30", "dev", id + "s");
    in("x", "ip", "address", "add", STRANGER + "/30", "dev", id + "x");
    on(suiteSide, "ip", "link", "set", id + "s", "up");
    in("x", "ip", "link", "set", id + "x", "up");
    this.hasIpv6 = addIpv6();
  }

  /** The suite is where this test is. */
  static TestNetwork withThisMachine() {
    return new TestNetwork(false);
  }

  /** The suite has a namespace too, in which nothing else is. */
  static TestNetwork ofTwoNamespaces() {
    return new TestNetwork(true);
  }

  private boolean addIpv6() {
    try {
      on(suiteSide, "ip", "address", "add", SUITE_6 + "/64", "dev", id + "s", "nodad");
      in("x", "ip", "address", "add", STRANGER_6 + "/64", "dev", id + "x", "nodad");
      return true;
    } catch (TestAbortedException _) {
      return false; // switched off on this machine
    }
  }

  /** What a command is started by to run where the suite is. */
  List<String> suiteSide() {
    return suiteSide;
  }

  /** The TCP ports on which somebody answers the stranger at the suite's addresses. */
  Set<Integer> openPorts() {
    var open = new TreeSet<Integer>();
    for (String address : hasIpv6 ? List.of(SUITE, SUITE_6) : List.of(SUITE)) {
      stranger(PortScan.class, address).lines().map(Integer::valueOf).forEach(open::add);
    }
    return open;
  }

  /** What a program of these tests prints when the stranger runs it. */
  String stranger(Class<?> program, String... arguments) {
    var command = new ArrayList<String>(in("x"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    return output(command);
  }

  private String namespace(String side) {
    return id + side;
  }

  private List<String> in(String side) {
    return List.of("ip", "netns", "exec", namespace(side));
  }

  private void in(String side, String... command) {
    on(in(side), command);
  }

  private static void on(List<String> prefix, String... command) {
    var whole = new ArrayList<String>(prefix);
    whole.addAll(List.of(command));
    try {
      output(whole);
    } catch (AssertionError e) {
      throw new TestAbortedException("No network namespaces on this machine: " + e.getMessage());
    }
  }

  private static void ip(String... arguments) {
    on(List.of("ip"), arguments);
  }

  private static String output(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new TestAbortedException("No program " + command.getFirst() + " on this machine", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The link goes with its namespaces. */
  @Override
  public void close() {
    for (String side : suiteSide.isEmpty() ? List.of("x") : List.of("x", "s")) {
      ip("netns", "del", namespace(side));
    }
  }
}
