/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.manifest;

import io.berth.redaction.Redactor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which values of a Kubernetes object may be shown in a diff, a drift or an error. Users
 * fill an object with text of their own: environment, arguments, annotations, files. Any of it may
 * be a secret that looks like nothing, so none of it is shown, only its name. The same holds for
 * every field that is not known here; numbers and truths elsewhere are shown.
 */
public final class ManifestValues {

  /** Stands for a value that was not there before. */
  public static final String ADDED = "(added, not shown)";

  /** Stands for a value that is there no more. */
  public static final String REMOVED = "(removed, not shown)";

  /** Stands for a value that another one took the place of, and for that one. */
  public static final String CHANGED = "(changed, not shown)";

  private static final int MAX_LENGTH = 200;

  /** All below these is text of the user's own, whatever its type. */
  private static final Set<String> FREE =
      Set.of(
          "annotations",
          "env",
          "envFrom",
          "command",
          "args",
          "data",
          "binaryData",
          "stringData",
          "exec",
          "httpHeaders",
          "lifecycle",
          "parameters",
          "sysctls");

  /** Fields below those that say what something is called. */
  private static final Set<String> NAMES_IN_FREE = Set.of("name", "key", "optional", "fieldPath");

  /** Fields that a cluster reads and understands: no place for a text of one's own. */
  private static final Set<String> SHOWN =
      Set.of(
          "image",
          "imagePullPolicy",
          "name",
          "namespace",
          "kind",
          "apiVersion",
          "app",
          "port",
          "targetPort",
          "protocol",
          "appProtocol",
          "path",
          "scheme",
          "mountPath",
          "subPath",
          "secretName",
          "claimName",
          "storageClassName",
          "medium",
          "sizeLimit",
          "cpu",
          "memory",
          "ephemeral-storage",
          "type",
          "maxSurge",
          "maxUnavailable",
          "minAvailable",
          "restartPolicy",
          "dnsPolicy",
          "schedulerName",
          "serviceAccount",
          "serviceAccountName",
          "priorityClassName",
          "runtimeClassName",
          "terminationMessagePath",
          "terminationMessagePolicy",
          "topologyKey",
          "whenUnsatisfiable",
          "labelSelector",
          "operator",
          "effect",
          "clusterIP",
          "sessionAffinity",
          "externalTrafficPolicy",
          "internalTrafficPolicy",
          "ipFamilyPolicy",
          "schedule",
          "concurrencyPolicy",
          "seccompProfile",
          "add",
          "drop");

  /** All below these are words by which a cluster finds things. */
  private static final Set<String> IDENTIFY =
      Set.of("labels", "matchLabels", "selector", "nodeSelector");

  private ManifestValues() {}

  /**
   * Whether a value may be shown.
   *
   * @param fields the names of the fields that lead to it, without the indices of lists
   * @param value a leaf
   */
  public static boolean isShown(List<String> fields, Object value) {
    if (fields.isEmpty()) {
      return false;
    }
    String last = fields.getLast();
    if (fields.stream().anyMatch(FREE::contains)) {
      return NAMES_IN_FREE.contains(last) && isNameOfFree(fields);
    }
    return value instanceof Number
        || value instanceof Boolean
        || SHOWN.contains(last)
        || fields.stream().anyMatch(IDENTIFY::contains);
  }

  /** The name of a variable or of what it comes from; not an annotation that is called so. */
  private static boolean isNameOfFree(List<String> fields) {
    return (fields.contains("env") || fields.contains("envFrom") || fields.contains("httpHeaders"))
        && fields.stream()
            .noneMatch(Set.of("annotations", "command", "args", "data", "stringData")::contains);
  }

  /**
   * A leaf as it may be shown; null where it may not.
   *
   * @param fields the names of the fields that lead to it, without the indices of lists
   * @param value a leaf
   */
  public static @Nullable String shown(List<String> fields, Object value) {
    if (!isShown(fields, value)) {
      return null;
    }
    String text = Redactor.redactField(fields.getLast(), value.toString(), rule -> {});
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
