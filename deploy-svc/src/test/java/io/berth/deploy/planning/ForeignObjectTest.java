/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.NamespaceManifests;
import io.berth.deploy.manifest.ObjectOwner;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.EnsureNamespace.Quota;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForeignObjectTest {

  private static final ObjectOwner CART = ObjectOwner.of(TestApps.CART);

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  static Stream<Arguments> owners() {
    return Stream.of(
        arguments(labelled("app.kubernetes.io/managed-by", "Helm"), "Helm, says its label"),
        arguments(annotated("meta.helm.sh/release-name", "web"), "the Helm release web"),
        arguments(labelled("argocd.argoproj.io/instance", "web"), "the Argo CD application web"),
        arguments(
            annotated("argocd.argoproj.io/tracking-id", "web:/Service:shop/cart"),
            "the Argo CD application web"),
        arguments(
            labelled("kustomize.toolkit.fluxcd.io/name", "apps"), "the Flux Kustomization apps"),
        arguments(
            (UnaryOperator<ServiceBuilder>)
                it ->
                    it.editMetadata()
                        .withOwnerReferences(
                            new OwnerReferenceBuilder()
                                .withKind("Database")
                                .withName("main")
                                .withController(true)
                                .build())
                        .endMetadata(),
            "Database/main"),
        arguments(
            (UnaryOperator<ServiceBuilder>)
                it ->
                    it.editMetadata()
                        .withManagedFields(
                            new ManagedFieldsEntryBuilder().withManager("kubectl-create").build())
                        .endMetadata(),
            "whoever wrote it with kubectl-create"),
        arguments(
            (UnaryOperator<ServiceBuilder>)
                it ->
                    it.editMetadata()
                        .withLabels(Annotations.selector("cart"))
                        .withManagedFields(
                            new ManagedFieldsEntryBuilder().withManager("kubectl-expose").build())
                        .endMetadata(),
            "whoever wrote it with kubectl-expose"),
        arguments(annotated(Annotations.APP, "test/cart"), "the application test/cart of Berth"),
        arguments(annotated(Annotations.APP, "shop/cart-2"), "the application shop/cart-2"),
        arguments(annotated(Annotations.APP, "shop/cart/canary"), "the canary of shop/cart"),
        arguments(UnaryOperator.<ServiceBuilder>identity(), "somebody whom nothing on it names"));
  }

  @ParameterizedTest
  @MethodSource("owners")
  void foreignObject_isReported_withItsOwnerAndAdvice(
      UnaryOperator<ServiceBuilder> annotations, String owner) {
    Service there = annotations.apply(service()).build();

    Violation violation = ForeignObject.violation(CART, there).orElseThrow();

    assertThat(violation.rule()).isEqualTo("object-owner");
    assertThat(violation.found())
        .startsWith("Service/cart in namespace shop, which belongs to " + owner);
    assertThat(violation.wanted())
        .isEqualTo("none of that name, or one that Berth made for the application shop/cart");
    assertThat(violation.help())
        .startsWith(
            ObjectOwner.of(there).isPresent()
                ? "Choose another name"
                : "Berth writes over nothing that it did not make");
  }

  @Test
  void ownOrMissingObject_isWritten() {
    assertThat(ForeignObject.violation(CART, null)).isEmpty();
    assertThat(
            ForeignObject.violation(
                CART, annotated(Annotations.APP, "shop/cart").apply(service()).build()))
        .isEmpty();
    assertThat(
            ForeignObject.violation(
                CART,
                service()
                    .editMetadata()
                    .withLabels(Annotations.selector("cart"))
                    .addToAnnotations(Annotations.COMMAND_ID, "c-1")
                    .endMetadata()
                    .build()))
        .as("of an earlier version")
        .isEmpty();
  }

  @Test
  void foreignLimitsOfANamespace_areNotOverwritten_andTheNamespaceIsShared() {
    List<HasMetadata> wanted =
        NamespaceManifests.of(
            new EnsureNamespace(
                TestApps.ANN, "shop", Environment.QA, "ann", new Quota(1000, 1L << 30, 5)));

    for (HasMetadata object : wanted) {
      HasMetadata bare = io.fabric8.kubernetes.client.utils.Serialization.clone(object);
      bare.getMetadata().setLabels(Map.of("team", "x"));
      assertThat(ForeignObject.violation(object, object)).isEmpty();
      assertThat(ForeignObject.violation(object, bare).isPresent())
          .as(object.getKind())
          .isEqualTo(!object.getKind().equals("Namespace"));
    }
  }

  @Test
  void everyCommandOnAForeignDeployment_isRejectedNamingIt() {
    Violation foreign = ForeignObject.violation(CART, service().build()).orElseThrow();
    ClusterSnapshot snapshot = TestSnapshots.foreign(foreign);

    for (Command command :
        List.of(
            TestApps.deploy(TestApps.GOOD),
            new Scale(TestApps.ANN, TestApps.CART, 3),
            new Restart(TestApps.ANN, TestApps.CART),
            new Remove(TestApps.ANN, TestApps.CART, "cart"))) {
      assertThat(planner.plan(TestSnapshots.order(command), snapshot))
          .as(command.verb())
          .isEqualTo(new Plan.Reject(List.of(foreign)));
    }
  }

  @Test
  void longOwner_isTruncated() {
    Service there =
        labelled("app.kubernetes.io/managed-by", "x".repeat(500)).apply(service()).build();

    assertThat(ForeignObject.violation(ObjectOwner.of(new AppRef("shop", "cart")), there))
        .hasValueSatisfying(it -> assertThat(it.found().length()).isLessThan(300));
  }

  private static ServiceBuilder service() {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("cart")
        .endMetadata();
  }

  private static UnaryOperator<ServiceBuilder> labelled(String key, String value) {
    return it -> it.editMetadata().addToLabels(key, value).endMetadata();
  }

  private static UnaryOperator<ServiceBuilder> annotated(String key, String value) {
    return it -> it.editMetadata().addToAnnotations(key, value).endMetadata();
  }
}
