/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which rooms the house has. A service's root package is its lobby; a package named here is a
 * machine, named for whom we talk to; every other package is a noun, what the service decides
 * about.
 */
final class House {

  static final Path ROOT = Path.of("..");

  static final List<String> MODULES =
      List.of(
          "events",
          "redaction",
          "yaml",
          "log-appender",
          "cluster-simulator",
          "test-stack",
          "cli",
          "launcher",
          "stream",
          "deploy-svc",
          "scaler-svc",
          "monitor-svc",
          "log-pipeline-svc",
          "gateway");

  /** The machines of each service, by its package below {@code io.berth}. */
  static final Map<String, Set<String>> MACHINES =
      Map.of(
          "deploy", Set.of("kubernetes", "kafka", "registry", "web"),
          "scaler", Set.of("kafka", "web"),
          "monitor", Set.of("kubernetes", "kafka", "web", "webhook"),
          "logpipeline", Set.of("forward", "kafka", "elasticsearch", "web"),
          "gateway", Set.of("kafka", "web", "security", "forward"));

  private House() {}

  static JavaClasses classes(String folder) {
    List<Path> built =
        MODULES.stream()
            .map(module -> ROOT.resolve(module).resolve("target").resolve(folder))
            .filter(Files::isDirectory)
            .toList();
    return new ClassFileImporter().importPaths(built);
  }

  /** The service a class belongs to, such as {@code deploy}; empty for the other modules. */
  static String service(JavaClass type) {
    String[] names = type.getPackageName().split("\\.");
    return names.length > 2 && MACHINES.containsKey(names[2]) ? names[2] : "";
  }

  /** The folder of a service, such as {@code deploy-svc}. */
  static String folder(String service) {
    return MODULES.stream()
        .filter(module -> module.replace("-svc", "").replace("-", "").equals(service))
        .findFirst()
        .orElseThrow();
  }

  /** The room below the service's package; empty in the lobby. */
  static String room(JavaClass type) {
    String[] names = type.getPackageName().split("\\.");
    return names.length > 3 ? names[3] : "";
  }

  static final DescribedPredicate<JavaClass> IN_A_LOBBY =
      DescribedPredicate.describe(
          "in a lobby", type -> !service(type).isEmpty() && room(type).isEmpty());

  static final DescribedPredicate<JavaClass> IN_A_MACHINE =
      DescribedPredicate.describe(
          "in a machine",
          type -> MACHINES.getOrDefault(service(type), Set.of()).contains(room(type)));

  static final DescribedPredicate<JavaClass> IN_A_NOUN =
      DescribedPredicate.describe(
          "in a noun",
          type -> !service(type).isEmpty() && !IN_A_LOBBY.test(type) && !IN_A_MACHINE.test(type));

  static final DescribedPredicate<JavaClass> IN_A_SERVICE =
      DescribedPredicate.describe("in a service", type -> !service(type).isEmpty());

  /** Another machine of the same service than the one given. */
  static DescribedPredicate<JavaClass> inAnotherMachine(String service, String machine) {
    return IN_A_MACHINE.and(
        DescribedPredicate.describe(
            "other than " + machine,
            type -> service(type).equals(service) && !room(type).equals(machine)));
  }

  /** Every source file of the suite, of a kind: {@code main} or {@code test}. */
  static List<Path> sources(String kind) {
    return Stream.concat(MODULES.stream(), Stream.of("e2e", "bench"))
        .map(module -> ROOT.resolve(module).resolve("src").resolve(kind).resolve("java"))
        .filter(Files::isDirectory)
        .flatMap(House::javaFiles)
        .collect(Collectors.toList());
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
