/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaList;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetList;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds that Berth reads and writes. */
final class ApiKinds {

  private ApiKinds() {}

  /** A shallow copy without metadata: nobody changes a spec in place. */
  static HasMetadata copy(HasMetadata object) {
    return switch (object) {
      case Deployment from -> {
        Deployment to = new Deployment();
        to.setSpec(from.getSpec());
        yield to;
      }
      case Service from -> {
        Service to = new Service();
        to.setSpec(from.getSpec());
        yield to;
      }
      case ConfigMap from -> {
        ConfigMap to = new ConfigMap();
        to.setData(from.getData());
        to.setImmutable(from.getImmutable());
        yield to;
      }
      case ControllerRevision from -> {
        ControllerRevision to = new ControllerRevision();
        to.setData(from.getData());
        to.setRevision(from.getRevision());
        yield to;
      }
      case PodDisruptionBudget from -> {
        PodDisruptionBudget to = new PodDisruptionBudget();
        to.setSpec(from.getSpec());
        yield to;
      }
      case LimitRange from -> {
        LimitRange to = new LimitRange();
        to.setSpec(from.getSpec());
        yield to;
      }
      case ResourceQuota from -> {
        ResourceQuota to = new ResourceQuota();
        to.setSpec(from.getSpec());
        yield to;
      }
      case Namespace _ -> new Namespace();
      default -> throw new AssertionError("no such kind: " + object.getKind());
    };
  }

  /** What counts as a change of the object, apart from its metadata. */
  static @Nullable Object content(HasMetadata object) {
    return switch (object) {
      case ControllerRevision revision -> revision.getData();
      case PodDisruptionBudget budget -> budget.getSpec();
      case LimitRange range -> range.getSpec();
      case ResourceQuota quota -> quota.getSpec();
      default -> throw new AssertionError("no such kind: " + object.getKind());
    };
  }

  static KubernetesClientException failure(int code, String message) {
    return new KubernetesClientException(message, code, null);
  }

  static KubernetesResourceList<?> list(String kind, List<HasMetadata> items, String version) {
    ListMeta metadata = new ListMeta();
    metadata.setResourceVersion(version);
    return switch (kind) {
      case "ConfigMap" -> {
        ConfigMapList list = new ConfigMapList();
        list.setItems(items.stream().map(ConfigMap.class::cast).toList());
        list.setMetadata(metadata);
        yield list;
      }
      case "ControllerRevision" -> {
        ControllerRevisionList list = new ControllerRevisionList();
        list.setItems(items.stream().map(ControllerRevision.class::cast).toList());
        list.setMetadata(metadata);
        yield list;
      }
      case "Pod" -> {
        PodList list = new PodList();
        list.setItems(items.stream().map(Pod.class::cast).toList());
        list.setMetadata(metadata);
        yield list;
      }
      case "ReplicaSet" -> {
        ReplicaSetList list = new ReplicaSetList();
        list.setItems(items.stream().map(ReplicaSet.class::cast).toList());
        list.setMetadata(metadata);
        yield list;
      }
      case "ResourceQuota" -> {
        ResourceQuotaList list = new ResourceQuotaList();
        list.setItems(items.stream().map(ResourceQuota.class::cast).toList());
        list.setMetadata(metadata);
        yield list;
      }
      default -> throw new AssertionError("nobody lists " + kind);
    };
  }
}
