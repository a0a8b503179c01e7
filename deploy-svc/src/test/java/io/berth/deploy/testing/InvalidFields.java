/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A deploy, and what it becomes with one field wrong: which field, what is found and wanted. */
public final class InvalidFields {

  public static final String DEPLOY =
      """
      {"meta": {"requestedBy": "ann"}, "app": {"namespace": "shop", "name": "cart"}, "spec":
        {"image": "registry.example/shop/cart:1.0.0", "replicas": 3,
         "ports": [{"name": "http", "port": 8080}],
         "probes": {"liveness": {"check": {"type": "HTTP", "path": "/", "port": 8080}},
                    "readiness": {"check": {"type": "HTTP", "path": "/", "port": 8080}}},
         "limits": {"cpuMillis": 100, "memoryBytes": 67108864}}}\
      """;

  private InvalidFields() {}

  public static Stream<Arguments> rows() {
    return Stream.of(
        arguments(
            "an unknown field",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": 3, \"replica\": 4"),
            "spec.replica",
            "an unknown field",
            "one of: tier, image"),
        arguments(
            "a wrong type",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": \"many\""),
            "spec.replicas",
            "'many'",
            "a whole number"),
        arguments(
            "a fraction",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": 2.5"),
            "spec.replicas",
            "2.5",
            "a whole number"),
        arguments(
            "a negative replica count",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": -3"),
            "spec.replicas",
            "-3",
            "1 to 1000"),
        arguments(
            "a name that is no DNS label",
            DEPLOY.replace("\"name\": \"cart\"", "\"name\": \"Cart_1\""),
            "app.name",
            "'Cart_1'",
            "a DNS label"),
        arguments(
            "1 MB of env",
            DEPLOY.replace(
                "\"replicas\": 3",
                "\"replicas\": 3, \"env\": {\"BIG\": \"" + "x".repeat(1_000_000) + "\"}"),
            "spec.env",
            "1000003 bytes",
            "at most 262144 bytes"),
        arguments(
            "a cluster that could not be named so",
            DEPLOY.replace("\"ann\"", "\"ann\", \"clusters\": [\"DC_A\"]"),
            "meta.clusters[0]",
            "'DC_A'",
            "a DNS label"),
        arguments(
            "a deadline that is none",
            DEPLOY.replace("\"ann\"", "\"ann\", \"deadline\": \"soon\""),
            "meta.deadline",
            "'soon'",
            "an ISO 8601 duration"),
        arguments(
            "a deadline without a unit",
            DEPLOY.replace("\"ann\"", "\"ann\", \"deadline\": 600"),
            "meta.deadline",
            "600",
            "did you mean 600s or 600m?"),
        arguments(
            "memory in thousandths of a byte",
            DEPLOY.replace("\"memoryBytes\": 67108864", "\"memory\": \"100m\""),
            "spec.limits.memory",
            "'100m'",
            "did you mean 100Mi or 100M?"),
        arguments(
            "a failure threshold of 0",
            DEPLOY.replace("\"readiness\": {", "\"readiness\": {\"failureThreshold\": 0, "),
            "spec.probes.readiness.failureThreshold",
            "0",
            "1 to 1000"),
        arguments(
            "a period that Kubernetes would cut",
            DEPLOY.replace("\"readiness\": {", "\"readiness\": {\"period\": \"PT1.5S\", "),
            "spec.probes.readiness.period",
            "PT1.5S",
            "1s or 2s"),
        arguments(
            "two ports with one number",
            DEPLOY.replace(
                "[{\"name\": \"http\", \"port\": 8080}]",
                "[{\"name\": \"http\", \"port\": 8080}, {\"name\": \"metrics\", \"port\": 8080}]"),
            "spec.ports[1].port",
            "8080, as in spec.ports[0]",
            "a number of its own"),
        arguments(
            "an annotation that Kubernetes does not take",
            DEPLOY.replace(
                "\"replicas\": 3", "\"replicas\": 3, \"annotations\": {\"bad key!\": \"1\"}"),
            "spec.annotations.bad key!",
            "'bad key!'",
            "a name of at most 63 letters"),
        arguments(
            "300 kB of annotations",
            DEPLOY.replace(
                "\"replicas\": 3",
                "\"replicas\": 3, \"annotations\": {\"a\": \"" + "x".repeat(300_000) + "\"}"),
            "spec.annotations",
            "300001 bytes",
            "at most 253952 bytes"),
        arguments(
            "a config file below a config file",
            DEPLOY.replace(
                "\"replicas\": 3",
                "\"replicas\": 3, \"configFiles\": {\"/etc/x\": \"1\", \"/etc/x/y\": \"2\"}"),
            "spec.configFiles./etc/x/y",
            "'/etc/x/y' below '/etc/x'",
            "files and folders under different paths"),
        arguments(
            "a Secret whose name is none",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": 3, \"secrets\": [\"a\", \"a_b\"]"),
            "spec.secrets[1]",
            "'a_b'",
            "DNS labels joined by dots"),
        arguments(
            "no sender",
            DEPLOY.replace("\"requestedBy\": \"ann\"", ""),
            "meta.requestedBy",
            "nothing",
            "text"),
        arguments(
            "a field twice",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": 3, \"replicas\": 4"),
            "spec.replicas",
            "a second 'replicas'; the first is in line",
            "each field once"),
        arguments(
            "an object twice, with a name that is the same once its escapes are read",
            DEPLOY.replace("\"spec\":", "\"spec\": {\"image\": \"a:1\"}, \"\\u0073pec\":"),
            "spec",
            "a second 'spec'; the first is in line 1",
            "each field once"),
        arguments(
            "a number where text is wanted",
            DEPLOY.replace("\"replicas\": 3", "\"replicas\": 3, \"env\": {\"VERSION\": 1.10}"),
            "spec.env.VERSION",
            "a number",
            "text; put it into double quotes"),
        arguments(
            "half of a surrogate pair",
            DEPLOY.replace("\"ann\"", "\"ann\", \"reason\": \"\\ud800\""),
            "meta.reason",
            "U+D800, half of a surrogate pair",
            "whole characters"),
        arguments(
            "a control character in a name",
            DEPLOY.replace("\"ann\"", "\"ann\\u001b[2J\""),
            "meta.requestedBy",
            "U+001B (ESCAPE)",
            "text without control characters"));
  }
}
