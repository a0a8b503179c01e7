/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.events.Check;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.quantity.Quantity;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is mounted at a path of the container: exactly one of an empty folder, a Secret's keys as
 * files, a ConfigMap's keys as files, an existing claim, files of several sources and a claim for
 * each pod. Folders of the node do not exist here.
 *
 * @param emptyDir a folder that is empty when the pod starts, and gone with it
 * @param secret a Secret's keys as files
 * @param configMap a ConfigMap's keys as files
 * @param claim a PersistentVolumeClaim that exists
 * @param subPath the file or folder inside the volume to mount in place of its root
 * @param projected files of several sources
 * @param claimTemplate a PersistentVolumeClaim that each pod gets for itself; only with a workload
 *     of type STATEFUL
 */
public record Volume(
    @Nullable EmptyDir emptyDir,
    @Nullable KeyFiles secret,
    @Nullable KeyFiles configMap,
    @Nullable Claim claim,
    @Nullable String subPath,
    @Nullable ProjectedVolume projected,
    @Nullable ClaimTemplate claimTemplate) {

  static final Pattern KEY = Pattern.compile("(?!\\.\\.)[-._a-zA-Z0-9]{1,253}");
  static final String KEY_WANTED = "a key of at most 253 letters, digits, '-', '_' and '.'";

  static final Pattern RELATIVE =
      Pattern.compile("(?!/)(?!(.*/)?\\.\\.(/|$))[^:\\p{Cntrl}]{1,1000}");
  static final String RELATIVE_WANTED = "a relative path without '..' and ':'";

  public Volume {
    Check check = Check.that();
    new OneOf()
        .or("emptyDir", emptyDir)
        .or("secret", secret)
        .or("configMap", configMap)
        .or("claim", claim)
        .or("projected", projected)
        .or("claimTemplate", claimTemplate)
        .check(check);
    if (subPath != null) {
      check.matches("subPath", subPath, RELATIVE, RELATIVE_WANTED);
    }
    check.orThrow();
  }

  /** A volume of one source, and not made for each pod. */
  public Volume(
      @Nullable EmptyDir emptyDir,
      @Nullable KeyFiles secret,
      @Nullable KeyFiles configMap,
      @Nullable Claim claim,
      @Nullable String subPath) {
    this(emptyDir, secret, configMap, claim, subPath, null, null);
  }

  /** Whether its files are the cluster's, which nobody can write: keys and tokens. */
  public boolean holdsKeys() {
    return secret != null || configMap != null || projected != null;
  }

  /**
   * A folder that is empty when the pod starts.
   *
   * @param size the most it may hold, as Kubernetes writes it: {@code 100Mi}; no limit if left out
   * @param memory whether it is in memory; it counts as the container's memory then
   */
  public record EmptyDir(@Nullable String size, boolean memory) {
    public EmptyDir {
      Check check = Check.that();
      if (size != null) {
        checkSize(check, size);
      }
      check.orThrow();
    }
  }

  private static void checkSize(Check check, String size) {
    try {
      check.holds(
          new Quantity(size).bytes() > 0, "size", "'" + size + "'", "more than 0, such as 100Mi");
    } catch (InvalidEventException e) {
      InvalidField fault = e.fields().getFirst();
      check.fault("size", fault.found(), fault.wanted());
    }
  }

  /**
   * The keys of a Secret or ConfigMap as files.
   *
   * @param name of the Secret or ConfigMap
   * @param items file names by key; every key under its own name if left out
   * @param mode of the files in octal digits, such as {@code "0440"}; 0644 if left out
   * @param optional whether the pod starts without it
   */
  public record KeyFiles(
      String name,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> items,
      @Nullable String mode,
      boolean optional) {

    public KeyFiles {
      items = Check.mapOrEmpty(items);
      Check check = Check.that().subdomain("name", name);
      items.forEach(
          (key, path) ->
              check
                  .matches("items", key, KEY, KEY_WANTED)
                  .matches("items." + key, path, RELATIVE, RELATIVE_WANTED));
      if (mode != null) {
        check.matches("mode", mode, ProjectedVolume.OCTAL, ProjectedVolume.OCTAL_WANTED);
      }
      check.orThrow();
    }

    /** The mode as a number; null where Kubernetes' default holds. */
    public @Nullable Integer modeBits() {
      return mode == null ? null : Integer.valueOf(mode, 8);
    }
  }

  /**
   * A PersistentVolumeClaim that exists in the namespace.
   *
   * @param name of the claim
   * @param readOnly whether the application may only read it
   */
  public record Claim(String name, boolean readOnly) {
    public Claim {
      Check.that().subdomain("name", name).orThrow();
    }
  }

  /**
   * A PersistentVolumeClaim for each pod. It outlasts the pod, and the application.
   *
   * @param size what it holds at least, as Kubernetes writes it: {@code 10Gi}
   * @param storageClass the StorageClass that provides it; the cluster's default if left out
   * @param accessMode who may mount it; READ_WRITE_ONCE if left out
   */
  public record ClaimTemplate(
      String size, @Nullable String storageClass, @Nullable AccessMode accessMode) {
    public ClaimTemplate {
      accessMode = accessMode == AccessMode.READ_WRITE_ONCE ? null : accessMode;
      Check check = Check.that().present("size", size);
      if (size != null) {
        checkSize(check, size);
      }
      if (storageClass != null) {
        check.subdomain("storageClass", storageClass);
      }
      check.orThrow();
    }

    public AccessMode accessModeOrDefault() {
      return accessMode == null ? AccessMode.READ_WRITE_ONCE : accessMode;
    }
  }

  /** Who may mount a claim. */
  public enum AccessMode {
    /** The pods of one node. */
    READ_WRITE_ONCE("ReadWriteOnce"),
    /** One pod. */
    READ_WRITE_ONCE_POD("ReadWriteOncePod"),
    /** The pods of all nodes. */
    READ_WRITE_MANY("ReadWriteMany");

    private final String word;

    AccessMode(String word) {
      this.word = word;
    }

    /** As Kubernetes writes it. */
    public String word() {
      return word;
    }
  }
}
