/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fluent interface of the Kubernetes client over {@link ApiClient}: each call narrows the
 * request, the last one makes it. A method that is not listed here is not used by Berth yet.
 */
record RequestProxy(
    ApiClient api,
    String kind,
    String namespace,
    String name,
    Map<String, String> labels,
    @Nullable HasMetadata item,
    @Nullable String version,
    boolean dryRun)
    implements InvocationHandler {

  private static final ClassLoader LOADER = RequestProxy.class.getClassLoader();
  private static final Class<?>[] COLLECTION = {MixedOperation.class};
  private static final Class<?>[] OBJECT = {
    NamespaceableResource.class, RollableScalableResource.class, ServiceResource.class
  };

  static KubernetesClient client(ApiClient api) {
    RequestProxy empty = new RequestProxy(api, "", "", "", Map.of(), null, null, false);
    return (KubernetesClient) empty.as(KubernetesClient.class);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) {
    return switch (method.getName()) {
      case "apps", "policy", "v1" -> as(method.getReturnType());
      case "deployments" -> collection("Deployment");
      case "statefulSets" -> collection("StatefulSet");
      case "controllerRevisions" -> collection("ControllerRevision");
      case "replicaSets" -> collection("ReplicaSet");
      case "services" -> collection("Service");
      case "configMaps" -> collection("ConfigMap");
      case "namespaces" -> collection("Namespace");
      case "resourceQuotas" -> collection("ResourceQuota");
      case "podDisruptionBudget" -> collection("PodDisruptionBudget");
      case "pods" -> collection("Pod");
      case "getKubernetesSerialization" -> api.serialization();
      case "getApiResources" -> api.resources();
      case "getKubernetesVersion" -> null;
      case "inAnyNamespace" -> proxy;
      case "inNamespace" -> inNamespace((String) args[0]).as(COLLECTION);
      case "withLabel" -> labelled(Map.of((String) args[0], (String) args[1])).as(COLLECTION);
      case "withLabels" -> labelled(stringMap(args[0])).as(COLLECTION);
      case "withName" -> named((String) args[0]).as(OBJECT);
      case "resource" -> of((HasMetadata) args[0]).as(OBJECT);
      case "runnableInformer" -> api.informers().informer(kind, labels);
      case "fieldValidation", "fieldManager", "forceConflicts" -> proxy;
      case "dryRun" -> with(version, true).as(OBJECT);
      case "lockResourceVersion" -> with((String) args[0], dryRun).as(OBJECT);
      case "get" -> api.get(key());
      case "list" -> api.list(kind, namespace, labels);
      case "create" -> api.create(requireItem(), dryRun);
      case "serverSideApply" -> api.apply(requireItem(), dryRun);
      case "patch" -> api.annotate(key(), (String) args[1]);
      case "delete" -> {
        api.delete(key(), version, dryRun);
        yield List.of();
      }
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> proxy == args[0];
      case "toString" -> "request of " + key();
      default -> throw new AssertionError("the model's client has no " + method);
    };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> stringMap(Object value) {
    return (Map<String, String>) value;
  }

  private ObjectKey key() {
    return new ObjectKey(kind, namespace, name);
  }

  private HasMetadata requireItem() {
    if (item == null) {
      throw new AssertionError("no object to write");
    }
    return item;
  }

  private Object collection(String which) {
    return new RequestProxy(api, which, "", "", Map.of(), null, null, false).as(COLLECTION);
  }

  private RequestProxy inNamespace(String where) {
    return new RequestProxy(api, kind, where, name, labels, item, version, dryRun);
  }

  private RequestProxy labelled(Map<String, String> selected) {
    return new RequestProxy(api, kind, namespace, name, selected, item, version, dryRun);
  }

  private RequestProxy named(String which) {
    return new RequestProxy(api, kind, namespace, which, labels, item, version, dryRun);
  }

  private RequestProxy of(HasMetadata object) {
    ObjectKey key = ObjectKey.of(object);
    return new RequestProxy(
        api, key.kind(), key.namespace(), key.name(), Map.of(), object, null, false);
  }

  private RequestProxy with(@Nullable String locked, boolean dry) {
    return new RequestProxy(api, kind, namespace, name, labels, item, locked, dry);
  }

  private Object as(Class<?>... types) {
    return Proxy.newProxyInstance(LOADER, types, this);
  }
}
