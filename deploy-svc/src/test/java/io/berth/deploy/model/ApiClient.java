/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.model.Trouble.Point;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The requests of one instance to the API server. */
final class ApiClient {

  /** What a dry run changes is shown to people and decides nothing; it takes long to compare. */
  private static final KubernetesSerialization JSON =
      new KubernetesSerialization() {
        @Override
        public <T> T convertValue(Object value, Class<T> type) {
          return type == Map.class ? type.cast(Map.of()) : super.convertValue(value, type);
        }
      };

  private final World world;
  private final ApiObjects objects;
  private final CallInterceptor calls;
  private final Supplier<Writer> writer;
  private final InformerStores informers;

  ApiClient(World world, CallInterceptor calls, Supplier<Writer> writer, InformerStores informers) {
    this.world = world;
    this.objects = world.objects();
    this.calls = calls;
    this.writer = writer;
    this.informers = informers;
  }

  /** As the client of Kubernetes. */
  KubernetesClient kubernetes() {
    return RequestProxy.client(this);
  }

  InformerStores informers() {
    return informers;
  }

  KubernetesSerialization serialization() {
    return JSON;
  }

  APIResourceList resources() {
    APIResource budgets = new APIResource();
    budgets.setName("poddisruptionbudgets");
    APIResourceList list = new APIResourceList();
    list.setResources(List.of(budgets));
    return list;
  }

  @Nullable HasMetadata get(ObjectKey key) {
    return call(Point.READ, key, () -> objects.get(key));
  }

  Object list(String kind, String namespace, Map<String, String> labels) {
    return call(
        Point.LIST,
        new ObjectKey(kind, namespace, ""),
        () -> {
          List<HasMetadata> items =
              objects.copy().entrySet().stream()
                  .filter(entry -> entry.getKey().kind().equals(kind))
                  .filter(entry -> entry.getKey().namespace().equals(namespace))
                  .map(Map.Entry::getValue)
                  .filter(object -> has(object, labels))
                  .toList();
          return ApiKinds.list(kind, items, objects.version());
        });
  }

  static boolean has(HasMetadata object, Map<String, String> labels) {
    Map<String, String> own = object.getMetadata().getLabels();
    return labels.isEmpty() || (own != null && own.entrySet().containsAll(labels.entrySet()));
  }

  HasMetadata create(HasMetadata object, boolean dryRun) {
    ObjectKey key = ObjectKey.of(object);
    if (dryRun) {
      call(Point.DRY_RUN, key, () -> objects.requireCreatable(object));
      return object;
    }
    Point point = key.kind().equals("Deployment") ? Point.CREATE_DEPLOYMENT : Point.CREATE_RELEASE;
    return call(point, key, () -> objects.create(object, writer.get()));
  }

  HasMetadata apply(HasMetadata object, boolean dryRun) {
    ObjectKey key = ObjectKey.of(object);
    return call(
        dryRun ? Point.DRY_RUN : point(key),
        key,
        () -> objects.apply(object, writer.get(), dryRun));
  }

  private static Point point(ObjectKey key) {
    return switch (key.kind()) {
      case "Deployment" -> Point.WRITE_DEPLOYMENT;
      case "Service" -> Point.WRITE_SERVICE;
      case "ConfigMap" -> Point.WRITE_CONFIG;
      case "PodDisruptionBudget" -> Point.WRITE_BUDGET;
      case "Namespace" -> Point.WRITE_NAMESPACE;
      case "LimitRange", "ResourceQuota" -> Point.WRITE_LIMITS;
      default -> throw new AssertionError("nobody applies a " + key.kind());
    };
  }

  HasMetadata annotate(ObjectKey key, String patch) {
    Map<?, ?> metadata = (Map<?, ?>) JSON.unmarshal(patch, Map.class).get("metadata");
    @SuppressWarnings("unchecked")
    Map<String, String> annotations = (Map<String, String>) metadata.get("annotations");
    String version = (String) metadata.get("resourceVersion");
    return call(
        Point.PATCH_RELEASE, key, () -> objects.annotate(key, annotations, version, writer.get()));
  }

  void delete(ObjectKey key, @Nullable String version, boolean dryRun) {
    call(
        dryRun ? Point.DRY_RUN : Point.DELETE,
        key,
        () -> {
          if (!dryRun) {
            objects.delete(key, version, writer.get());
          }
          return key;
        });
  }

  private <T> @Nullable T call(Point point, ObjectKey key, Supplier<@Nullable T> request) {
    return calls.call(
        point,
        () -> {
          if (world.isApiAway()) {
            throw noAnswer();
          }
          return request.get();
        },
        ApiClient::noAnswer,
        () -> {
          if (point == Point.DELETE) {
            SomebodyElse.place(objects, key, key.name(), SomebodyElse.Claim.NONE);
          } else {
            SomebodyElse.meddle(objects, key);
          }
        });
  }

  private static KubernetesClientException noAnswer() {
    return new KubernetesClientException("the API server does not answer");
  }
}
