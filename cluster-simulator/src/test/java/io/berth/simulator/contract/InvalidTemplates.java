/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Deployments with one fault, and what an API server says to each. */
final class InvalidTemplates {

  private static final String CONTAINER = "spec.template.spec.containers[0].";
  private static final String RANGE = "must be between 1 and 65535, inclusive";
  private static final String NAME = "name part must consist of alphanumeric characters";

  private InvalidTemplates() {}

  static Stream<Arguments> rows() {
    return Stream.of(
            ports(), annotations(), environment(), InvalidVolumes.rows(), probes(), others())
        .flatMap(row -> row);
  }

  private static Stream<Arguments> ports() {
    return Stream.of(
        container(
            "two ports of one name",
            c -> c.setPorts(List.of(port("http", 80), port("http", 81))),
            "ports[1].name",
            "Duplicate value: \"http\""),
        portName("8080", "must contain at least one letter or number (a-z, 0-9)"),
        portName("a--b", "must not contain consecutive hyphens"),
        portName("-a", "must not begin or end with a hyphen"),
        portName("abcdefghijklmnop", "must be no more than 15 characters"),
        portName("Http", "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"),
        container(
            "port 0",
            c -> c.setPorts(List.of(port("http", 0))),
            "ports[0].containerPort",
            "Required value"),
        container(
            "port 70000",
            c -> c.setPorts(List.of(port("http", 70_000))),
            "ports[0].containerPort",
            RANGE));
  }

  private static Arguments portName(String name, String words) {
    return container(
        "a port named " + name,
        c -> c.setPorts(List.of(port(name, 80))),
        "ports[0].name",
        "Invalid value: \"" + name + "\": " + words);
  }

  private static Stream<Arguments> annotations() {
    return Stream.of(
        annotation("bad key!", NAME),
        annotation("a/b/c", "a qualified name must consist of"),
        annotation("/a", "prefix part must be non-empty"),
        annotation("a/", "name part must be non-empty"),
        annotation("ex_.com/a", "prefix part a lowercase RFC 1123 subdomain must consist of"),
        annotation("x".repeat(64), "name part must be no more than 63 characters"),
        annotation("x".repeat(254) + "/a", "prefix part must be no more than 253 characters"),
        arguments(
            "300 kB of annotations",
            change(d -> annotate(d, Map.of("k", "x".repeat(300_000)))),
            "spec.template.annotations",
            "Too long: must have at most 262144 bytes"),
        arguments(
            "a label of 64 characters",
            change(d -> metadata(d).getLabels().put("version", "x".repeat(64))),
            "spec.template.labels",
            "must be no more than 63 characters"),
        arguments(
            "a label beyond ASCII",
            change(d -> metadata(d).getLabels().put("version", "é")),
            "spec.template.labels",
            "a valid label must be an empty string or consist of"),
        arguments(
            "a label whose name has a blank",
            change(d -> metadata(d).getLabels().put("bad key!", "1")),
            "spec.template.labels",
            NAME));
  }

  private static Arguments annotation(String key, String words) {
    return arguments(
        "an annotation " + key,
        change(d -> annotate(d, Map.of(key, "1"))),
        "spec.template.annotations",
        words);
  }

  private static Stream<Arguments> environment() {
    String rule = "a valid environment variable name must consist of";
    return Stream.of(
        env("1A", rule),
        env("A B", rule),
        env("A=B", rule),
        env("é", rule),
        env("..", "must not be '..'"),
        env("..a", "must not start with '..'"),
        container(
            "no name of a variable",
            c -> c.setEnv(List.of(new EnvVar("", "1", null))),
            "env[0].name",
            "Required value"),
        secret("My"),
        secret("-a"),
        secret("a..b"),
        secret("a_b"),
        container(
            "a Secret's name of 254 characters",
            c -> c.setEnvFrom(List.of(from("x".repeat(254)))),
            "envFrom[0].secretRef.name",
            "must be no more than 253 characters"),
        container(
            "no path of a mount",
            c -> c.setVolumeMounts(List.of(mount(""))),
            "volumeMounts[0].mountPath",
            "Required value"),
        container(
            "a mount of no volume",
            c -> c.setVolumeMounts(List.of(mount("/etc/x"))),
            "volumeMounts[0].name",
            "Not found: \"files\""));
  }

  private static Arguments env(String name, String words) {
    return container(
        "a variable " + name,
        c -> c.setEnv(List.of(new EnvVar(name, "1", null))),
        "env[0].name",
        "Invalid value: \"" + name + "\": " + words);
  }

  private static Arguments secret(String name) {
    return container(
        "a Secret " + name,
        c -> c.setEnvFrom(List.of(from(name))),
        "envFrom[0].secretRef.name",
        "a lowercase RFC 1123 subdomain must consist of");
  }

  private static Stream<Arguments> probes() {
    return Stream.of(
        probe(
            "a command of nothing",
            new ProbeBuilder().withNewExec().endExec().build(),
            ".exec.command",
            "Required value"),
        probe(
            "port 0",
            new ProbeBuilder()
                .withNewHttpGet()
                .withPath("/")
                .withPort(new IntOrString(0))
                .endHttpGet()
                .build(),
            ".httpGet.port",
            RANGE),
        probe(
            "a scheme that is none",
            new ProbeBuilder()
                .withNewHttpGet()
                .withPath("/")
                .withPort(new IntOrString(80))
                .withScheme("FTP")
                .endHttpGet()
                .build(),
            ".httpGet.scheme",
            "Unsupported value: \"FTP\": supported values: \"HTTP\", \"HTTPS\""),
        probe(
            "port 70000",
            new ProbeBuilder()
                .withNewTcpSocket()
                .withPort(new IntOrString(70_000))
                .endTcpSocket()
                .build(),
            ".tcpSocket.port",
            RANGE),
        probe(
            "no check",
            new ProbeBuilder().withPeriodSeconds(1).build(),
            "",
            "must specify a handler type"),
        probe(
            "a delay of -1",
            new ProbeBuilder()
                .withInitialDelaySeconds(-1)
                .withNewTcpSocket()
                .withPort(new IntOrString(80))
                .endTcpSocket()
                .build(),
            ".initialDelaySeconds",
            "must be greater than or equal to 0"));
  }

  private static Arguments probe(String what, Probe probe, String field, String words) {
    return container(
        "a probe with " + what, c -> c.setLivenessProbe(probe), "livenessProbe" + field, words);
  }

  private static Stream<Arguments> others() {
    return Stream.of(
        container("no image", c -> c.setImage(""), "image", "Required value"),
        container(
            "a container's name of 64 characters",
            c -> c.setName("x".repeat(64)),
            "name",
            "must be no more than 63 characters"),
        container("a name with a dot", c -> c.setName("a.b"), "name", "a lowercase RFC 1123 label"),
        container(
            "CPU below 0",
            c -> c.getResources().setLimits(Map.of("cpu", new Quantity("-1"))),
            "resources.limits[cpu]",
            "must be greater than or equal to 0"),
        arguments(
            "-1 replicas",
            change(d -> d.getSpec().setReplicas(-1)),
            "spec.replicas",
            "must be greater than or equal to 0"));
  }

  private static Arguments container(
      String what, Consumer<Container> fault, String field, String words) {
    return arguments(what, onContainer(fault), CONTAINER + field, words);
  }

  static Consumer<Deployment> onContainer(Consumer<Container> fault) {
    return deployment -> fault.accept(first(deployment));
  }

  static Consumer<Deployment> change(Consumer<Deployment> change) {
    return change;
  }

  static Container first(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  private static ObjectMeta metadata(Deployment deployment) {
    return deployment.getSpec().getTemplate().getMetadata();
  }

  static void annotate(Deployment deployment, Map<String, String> annotations) {
    metadata(deployment).setAnnotations(annotations);
  }

  static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }

  static EnvFromSource from(String secret) {
    return new EnvFromSourceBuilder().withNewSecretRef(secret, false).build();
  }

  static void mounts(Container container, String... paths) {
    List<VolumeMount> mounts = new ArrayList<>();
    for (String path : paths) {
      mounts.add(mount(path));
    }
    container.setVolumeMounts(mounts);
  }

  private static VolumeMount mount(String path) {
    return new VolumeMountBuilder().withName("files").withMountPath(path).build();
  }
}
