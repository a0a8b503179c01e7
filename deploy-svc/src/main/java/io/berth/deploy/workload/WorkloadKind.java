/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.workload;

import io.berth.events.command.AppSpec;
import io.berth.events.command.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;

/**
 * The kind of object that runs an application's pods. Every decision reads it in the form of a
 * Deployment: the object's kind, metadata, selector and template, and its status in a Deployment's
 * words. What is different for a kind is a method here.
 */
public sealed interface WorkloadKind permits DeploymentKind, StatefulSetKind {

  /** That of most applications. */
  static WorkloadKind deployment() {
    return DeploymentKind.INSTANCE;
  }

  /** Of a release. */
  static WorkloadKind of(AppSpec spec) {
    return switch (spec.workload()) {
      case null -> DeploymentKind.INSTANCE;
      case Workload.Stateful _ -> StatefulSetKind.INSTANCE;
    };
  }

  /** Of an object, also where it has the form of a Deployment. */
  static WorkloadKind of(HasMetadata object) {
    return StatefulSetKind.OBJECT_KIND.equals(object.getKind())
        ? StatefulSetKind.INSTANCE
        : DeploymentKind.INSTANCE;
  }

  /** Whether the object runs pods. */
  static boolean isWorkload(HasMetadata object) {
    return object instanceof Deployment || object instanceof StatefulSet;
  }

  /** The object's name for people: {@code Deployment/cart}. */
  static String label(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  /** As commands name it. */
  Workload.Kind kind();

  /** As Kubernetes names it. */
  String objectKind();

  /**
   * The object to be written.
   *
   * @param rendered the release as a Deployment
   * @param spec of the release
   * @param claims the templates of the claims that each pod gets
   */
  HasMetadata write(Deployment rendered, AppSpec spec, List<PersistentVolumeClaim> claims);

  /** The object in the form of a Deployment; shares its parts. */
  Deployment read(HasMetadata object);

  /** Whether the object's controller created the pod, from whichever template. */
  boolean created(Deployment workload, Pod pod);

  /** Whether pods of an earlier template have to end before all of the current one can start. */
  boolean replacesInPlace(Deployment workload);

  /** Where the object's spec has a field of a Deployment's spec, by the names on the way. */
  List<String> specField(String field);

  /** How another client's pause is ended. */
  String resumeAdvice(Deployment workload);
}
