/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Specifications with one fault: the rule that refuses it, the field, and what is found. */
final class FaultyFields {

  private FaultyFields() {}

  static Stream<Arguments> rows() {
    return Stream.of(
            ports(),
            annotations(),
            files(),
            pods(),
            FaultyOptions.rows(),
            FaultyContainers.rows(),
            images(),
            sizes())
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> ports() {
    return Stream.of(
        arguments(
            "two ports of one number",
            ports(new Port("http", 8080), new Port("metrics", 8080)),
            "ports-distinct",
            "spec.ports[1].port",
            "8080, as in spec.ports[0]"),
        arguments(
            "two ports of one name",
            ports(new Port("http", 80), new Port("admin", 81), new Port("http", 82)),
            "ports-distinct",
            "spec.ports[2].name",
            "'http', as in spec.ports[0]"),
        arguments(
            "a port's name without a letter",
            ports(new Port("http", 80), new Port("8080", 8080)),
            "port-name",
            "spec.ports[1].name",
            "'8080'"),
        arguments(
            "a port's name with two hyphens in a row",
            ports(new Port("a--b", 80)),
            "port-name",
            "spec.ports[0].name",
            "'a--b'"));
  }

  static Consumer<AppSpecBuilder> ports(Port... ports) {
    return it -> it.ports = List.of(ports);
  }

  private static Stream<Arguments> annotations() {
    return Stream.concat(
        Stream.of(
                "bad key!",
                "a/b/c",
                "/a",
                "a/",
                "",
                "-a",
                "a.",
                "ex_.com/a",
                "é",
                "x".repeat(64),
                "x".repeat(254) + "/a")
            .map(
                name ->
                    arguments(
                        "annotation '" + name + "'",
                        annotation(name, "1"),
                        "annotation-name",
                        "spec.annotations." + name,
                        "'" + name + "'")),
        Stream.of(
            arguments(
                "300 kB of annotations",
                annotation("team", "€".repeat(100_000)),
                "annotations-size",
                "spec.annotations",
                "300004 bytes")));
  }

  private static Consumer<AppSpecBuilder> annotation(String name, String value) {
    return it -> it.annotations = Map.of(name, value);
  }

  private static Stream<Arguments> files() {
    return Stream.of(
        file("/etc/./x"),
        file("/etc//x"),
        file("/etc/.."),
        file("/etc/a:b"),
        file("/etc/a\tb"),
        file("/proc/x"),
        file("/sys/x/y"),
        file("/etc/" + "x".repeat(256)),
        file("/etc" + "/name".repeat(1000)),
        arguments(
            "a file below a file",
            files(Map.of("/etc/x", "1", "/etc/x/y/z", "2", "/etc/xy", "3")),
            "config-paths",
            "spec.configFiles./etc/x/y/z",
            "'/etc/x/y/z' below '/etc/x'"),
        arguments(
            "files of more than a mebibyte in UTF-8",
            files(Map.of("/etc/x", "€".repeat(350_000))),
            "config-size",
            "spec.configFiles",
            "1050000 bytes in UTF-8"));
  }

  private static Arguments file(String path) {
    return arguments(
        "file " + path,
        files(Map.of(path, "1")),
        "config-paths",
        "spec.configFiles." + path,
        path.length() > 255 ? path.length() + " bytes" : "'" + path + "'");
  }

  private static Consumer<AppSpecBuilder> files(Map<String, String> files) {
    return it -> it.configFiles = files;
  }

  private static Stream<Arguments> pods() {
    return Stream.of(
        arguments(
            "a Secret twice",
            change(it -> it.secrets = List.of("a", "b", "a")),
            "secrets-distinct",
            "spec.secrets[2]",
            "'a', as in spec.secrets[0]"),
        arguments(
            "a probe whose program is blank",
            change(it -> it.probes = new Probes(exec(""), Probe.http("/", 80), null)),
            "probe-command",
            "spec.probes.liveness.check.command[0]",
            "''"),
        arguments(
            "an argument that Linux does not pass",
            change(it -> it.args = List.of("serve", "x".repeat(128 * 1024))),
            "args-size",
            "spec.args[1]",
            "131072 bytes"));
  }

  private static Probe exec(String program) {
    return new Probe(
        new ProbeCheck.Exec(List.of(program)),
        Duration.ZERO,
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        3);
  }

  private static Stream<Arguments> images() {
    return Stream.of(
            "shop/ca rt:1.0",
            "shop/cart:1.0 ",
            "Shop/cart:1.0",
            "registry.example/Shop/cart:1.0",
            "registry..example/cart:1.0",
            "shop/a..b:1.0",
            "shop/a___b:1.0",
            "shop/cart:",
            "registry.example/" + "x".repeat(240) + ":1.0")
        .map(
            image ->
                arguments(
                    "image '" + image + "'",
                    change(it -> it.image = image),
                    "image-name",
                    "spec.image",
                    image));
  }

  private static Stream<Arguments> sizes() {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < 9000; i++) {
      variables.put("V" + i, "");
    }
    return Stream.of(
        arguments(
            "a release that etcd does not take",
            files(Map.of("/etc/x", "\n".repeat(700_000))),
            "release-size",
            "spec",
            "the release takes 14"),
        arguments(
            "a Deployment of many variables, which etcd does not take",
            change(it -> it.env = variables),
            "release-size",
            "spec",
            "the Deployment takes 16"),
        arguments(
            "many arguments",
            change(it -> it.args = Collections.nCopies(20, "$".repeat(40_000))),
            "release-size",
            "spec",
            "the Deployment takes 1600"));
  }

  static Consumer<AppSpecBuilder> change(Consumer<AppSpecBuilder> change) {
    return change;
  }
}
