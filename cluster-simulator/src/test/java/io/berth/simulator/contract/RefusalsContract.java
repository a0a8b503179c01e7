/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.ObjectsContract.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an API server refuses, with its status, its words and the field. All in one namespace: next
 * to nothing is written, and a real server takes seconds to make a namespace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RefusalsContract extends ClusterContract {

  @Override
  @BeforeEach
  void makeNamespace() {
    if (namespace.isEmpty()) {
      super.makeNamespace();
    }
  }

  /** What was taken makes room for the next of its name. */
  @Override
  @AfterEach
  void dropNamespace() {
    client().apps().deployments().inNamespace(namespace).delete();
    client().services().inNamespace(namespace).delete();
    client().configMaps().inNamespace(namespace).delete();
    client().apps().controllerRevisions().inNamespace(namespace).delete();
  }

  @AfterAll
  void dropNamespaceAtLast() {
    super.dropNamespace();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "io.berth.simulator.contract.InvalidTemplates#rows",
    "io.berth.simulator.contract.InvalidContainers#rows"
  })
  void invalidTemplate_isRefused_withItsField(
      String what, Consumer<Deployment> fault, String field, String words) {
    Deployment wrong = deployment("web", 0, "web:1");
    fault.accept(wrong);

    KubernetesClientException created = refused(() -> create(wrong));
    KubernetesClientException applied = refused(() -> apply(wrong));

    assertInvalid(created, field, words);
    assertInvalid(applied, field, words);
    // Go prints where a struct lies in memory.
    assertThat(created.getStatus().getMessage().replaceAll("0xc[0-9a-f]+", "0x"))
        .startsWith("Deployment.apps \"web\" is invalid: ")
        .isEqualTo(applied.getStatus().getMessage().replaceAll("0xc[0-9a-f]+", "0x"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.berth.simulator.contract.OddTemplates#accepted")
  void templateThatOnlyARuntimeRefuses_isTaken(String what, Consumer<Deployment> oddity) {
    Deployment odd = deployment("web", 0, "web:1");
    oddity.accept(odd);

    assertThat(create(odd)).isNotNull();
    assertThat(apply(odd)).isNotNull();
  }

  /** Server-side apply cannot tell the two apart, and says so before it validates. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.berth.simulator.contract.OddTemplates#duplicates")
  void duplicateMergeKey_isAnInternalErrorOfAnApply(
      String what, Consumer<Deployment> fault, String list, String key) {
    Deployment wrong = deployment("web", 0, "web:1");
    fault.accept(wrong);

    KubernetesClientException applied = refused(() -> apply(wrong));

    assertThat(applied.getCode()).isEqualTo(500);
    assertThat(applied.getStatus().getMessage())
        .isEqualTo(
            "failed to create typed patch object: .spec.template.spec.containers[name=\"web\"]."
                + list
                + ": duplicate entries for key ["
                + key
                + "]");
  }

  @Test
  void servicePortsOfOneNumber_areRefused_eachWayInItsWords() {
    Service wrong = service("web", servicePort("http", 80), servicePort("metrics", 80));

    assertInvalid(refused(() -> create(wrong)), "spec.ports[1]", "Duplicate value: ");
    KubernetesClientException applied = refused(() -> apply(wrong));
    assertThat(applied.getCode()).isEqualTo(500);
    assertThat(applied.getStatus().getMessage())
        .isEqualTo(
            "failed to create typed patch object: .spec.ports: duplicate entries for key"
                + " [port=80,protocol=\"TCP\"]");
  }

  @Test
  void servicePortsOfOneName_areRefused() {
    assertRefused(
        service("web", servicePort("http", 80), servicePort("http", 81)),
        "spec.ports[1].name",
        "Duplicate value: \"http\"");
  }

  @Test
  void servicePortOutOfRange_isRefused() {
    assertRefused(
        service("web", servicePort("http", 70_000)),
        "spec.ports[0].port",
        "must be between 1 and 65535, inclusive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8080", "a--b"})
  void targetPortThatIsNoPortName_isRefused(String name) {
    assertRefused(service("web", servicePort(name, 80)), "spec.ports[0].targetPort", "must ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1web", "Web", "a.b"})
  void serviceWhoseNameIsNoHostName_isRefused(String name) {
    assertRefused(
        service(name, servicePort("http", 80)), "metadata.name", "a DNS-1035 label must consist");
  }

  @Test
  void serviceWithANameOf64Characters_isRefused() {
    assertRefused(
        service("a".repeat(64), servicePort("http", 80)),
        "metadata.name",
        "must be no more than 63 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad key!", "a/b/c", "/a", "a/", "ex_.com/a", "a."})
  void annotationThatIsNoQualifiedName_isRefusedOfEveryKind(String key) {
    ConfigMap map = configMap("a", Map.of());
    map.getMetadata().setAnnotations(Map.of(key, "1"));

    assertRefused(map, "metadata.annotations", "Invalid value: \"" + key + "\": ");
  }

  @Test
  void annotations_takeAQuarterOfAMebibyte_andNotAByteMore() {
    ConfigMap map = configMap("a", Map.of());
    map.getMetadata().setAnnotations(Map.of("k", "x".repeat((256 << 10) - 1)));
    assertThat(create(map)).isNotNull();

    map.getMetadata().setAnnotations(Map.of("k", "€" + "x".repeat((256 << 10) - 3)));
    assertRefused(map, "metadata.annotations", "Too long: must have at most 262144 bytes");
  }

  @Test
  void configMap_takesAMebibyteOfUtf8_andNotAByteMore() {
    String full = "€".repeat((1 << 20) / 3) + "x";
    assertThat(create(configMap("full", full))).isNotNull();

    assertRefused(configMap("over", full + "x"), "[]", "Too long: must have at most 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a b", "é"})
  void configMapKeyThatIsAPath_isRefused(String key) {
    ConfigMap map = configMap("a", Map.of());
    map.setData(Map.of(key, "1"));

    assertRefused(map, "data[" + key + "]", "a valid config key must consist of");
  }

  @Test
  void objectLargerThanTheStoresRequest_isAnInternalError() {
    assertThat(client().resource(revision(1_500_000)).create()).isNotNull();

    assertInternal(revision(1_600_000), "etcdserver: request is too large");
    assertInternal(
        revision(2_200_000),
        "rpc error: code = ResourceExhausted desc = trying to send message larger than max (");
  }

  @Test
  void requestOfMoreThanThreeMebibytes_isTooLarge() {
    KubernetesClientException refused =
        refused(() -> client().resource(revision(3_200_000)).create());

    assertThat(refused.getCode()).isEqualTo(413);
    assertThat(refused.getStatus().getReason()).isEqualTo("RequestEntityTooLarge");
    assertThat(refused.getStatus().getMessage())
        .isEqualTo("Request entity too large: limit is 3145728");
  }

  private void assertInternal(HasMetadata object, String words) {
    KubernetesClientException refused = refused(() -> client().resource(object).create());
    assertThat(refused.getCode()).isEqualTo(500);
    assertThat(refused.getStatus().getMessage()).startsWith(words);
    assertThat(refused.getStatus().getReason()).isNull();
  }

  private void assertRefused(HasMetadata wrong, String field, String words) {
    assertInvalid(refused(() -> create(wrong)), field, words);
    assertInvalid(refused(() -> apply(wrong)), field, words);
  }

  private static void assertInvalid(KubernetesClientException e, String field, String words) {
    assertThat(e.getCode()).as(e.getMessage()).isEqualTo(422);
    assertThat(e.getStatus().getReason()).isEqualTo("Invalid");
    assertThat(e.getStatus().getDetails().getCauses())
        .as(words)
        .anySatisfy(cause -> assertCause(cause, field, words));
  }

  private static void assertCause(StatusCause cause, String field, String words) {
    assertThat(cause.getField()).isEqualTo(field);
    assertThat(cause.getMessage()).contains(words);
    assertThat(cause.getReason()).startsWith("FieldValue");
  }

  private HasMetadata create(HasMetadata object) {
    return client().resource(object).dryRun(true).create();
  }

  private HasMetadata apply(HasMetadata object) {
    return client()
        .resource(object)
        .dryRun(true)
        .fieldManager("contract")
        .forceConflicts()
        .serverSideApply();
  }

  private Service service(String name, ServicePort... ports) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addToSelector("app", "web")
        .withPorts(List.of(ports))
        .endSpec()
        .build();
  }

  private static ServicePort servicePort(String name, int port) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(port)
        .withTargetPort(new IntOrString(name))
        .withProtocol("TCP")
        .build();
  }

  private ConfigMap configMap(String name, String content) {
    return new ConfigMapBuilder(configMap(name, Map.of())).withData(Map.of("k", content)).build();
  }

  private HasMetadata revision(int bytes) {
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("r" + bytes)
        .endMetadata()
        .withRevision(1L)
        .withData(Map.of("spec", "x".repeat(bytes)))
        .build();
  }
}
