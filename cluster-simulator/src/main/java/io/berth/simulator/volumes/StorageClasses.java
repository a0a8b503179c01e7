/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.volumes;

import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The classes that claims name, and the one that every simulated cluster has. */
public final class StorageClasses {

  /** Provisions volumes of any size at once; name it in a class of your own. */
  public static final String PROVISIONER = "sim.berth.io/volumes";

  private static final String STANDARD = "standard";

  private final RestStorage objects;

  public StorageClasses(RestStorage objects) {
    this.objects = objects;
  }

  /** Creates the default class, {@code standard}, whose volumes wait for a pod. */
  public void createStandard() {
    ObjectNode standard = JsonTrees.object();
    ObjectMeta.of(standard).put("name", STANDARD);
    JsonTrees.child(standard, "metadata", "annotations")
        .put("storageclass.kubernetes.io/is-default-class", "true");
    standard
        .put("provisioner", PROVISIONER)
        .put("volumeBindingMode", "WaitForFirstConsumer")
        .put("allowVolumeExpansion", true);
    objects.create(ApiResources.STORAGE_CLASSES, "", standard, WriteOptions.INTERNAL);
  }

  /** The class of a claim or volume; null where it names none or an unknown one. */
  @Nullable ObjectNode of(JsonNode claim) {
    return objects.find(new ObjectKey(ApiResources.STORAGE_CLASSES, "", name(claim)));
  }

  static String name(JsonNode claim) {
    return JsonTrees.text(claim, "spec", "storageClassName");
  }

  boolean waitsForConsumer(JsonNode claim) {
    ObjectNode storageClass = of(claim);
    return storageClass != null
        && JsonTrees.text(storageClass, "volumeBindingMode").equals("WaitForFirstConsumer");
  }
}
