/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.command.pod.ProjectedVolume.ProjectedSource;
import io.berth.events.command.pod.ProjectedVolume.ServiceAccountToken;
import io.berth.events.command.pod.Volume.ClaimTemplate;
import io.berth.events.command.pod.Volume.KeyFiles;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The volumes of a specification, each with one mount. */
final class PodVolumes {

  private static final int MAX_WORDS = 50;

  private final TreeMap<String, io.berth.events.command.pod.Volume> byPath;

  PodVolumes(Map<String, io.berth.events.command.pod.Volume> byPath) {
    this.byPath = new TreeMap<>(byPath);
  }

  boolean isEmpty() {
    return byPath.isEmpty();
  }

  List<Volume> volumes() {
    return byPath.entrySet().stream()
        .filter(entry -> entry.getValue().claimTemplate() == null)
        .map(entry -> volume(nameFor(entry.getKey()), entry.getValue()))
        .toList();
  }

  /** The templates of the claims that each pod gets, under the names of their volumes. */
  List<PersistentVolumeClaim> claims(ObjectOwner owner) {
    List<PersistentVolumeClaim> claims = new ArrayList<>();
    byPath.forEach(
        (path, volume) -> {
          ClaimTemplate template = volume.claimTemplate();
          if (template != null) {
            claims.add(claim(nameFor(path), template, owner));
          }
        });
    return claims;
  }

  private static PersistentVolumeClaim claim(
      String name, ClaimTemplate template, ObjectOwner owner) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(name)
        .addToAnnotations(Annotations.APP, owner.annotation())
        .endMetadata()
        .withNewSpec()
        .withAccessModes(template.accessModeOrDefault().word())
        .withStorageClassName(template.storageClass())
        .withNewResources()
        .addToRequests("storage", new Quantity(template.size()))
        .endResources()
        .endSpec()
        .build();
  }

  List<VolumeMount> mounts() {
    List<VolumeMount> mounts = new ArrayList<>();
    byPath.forEach(
        (path, volume) ->
            mounts.add(
                new VolumeMountBuilder()
                    .withName(nameFor(path))
                    .withMountPath(path)
                    .withSubPath(volume.subPath())
                    .withReadOnly(isReadOnly(volume) ? true : null)
                    .build()));
    return mounts;
  }

  /** Of another container, at a path of its own. */
  VolumeMount mount(String source, String path, io.berth.events.command.pod.VolumeMount wanted) {
    io.berth.events.command.pod.Volume volume = byPath.get(source);
    boolean readOnly = wanted.readOnly() || volume != null && isReadOnly(volume);
    return new VolumeMountBuilder()
        .withName(nameFor(source))
        .withMountPath(path)
        .withSubPath(wanted.subPath())
        .withReadOnly(readOnly ? true : null)
        .build();
  }

  /** Readable, and of its path alone: another volume beside it does not change it. */
  static String nameFor(String path) {
    String words =
        path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    CRC32 checksum = new CRC32();
    checksum.update(path.getBytes(UTF_8));
    String text = words.length() > MAX_WORDS ? words.substring(0, MAX_WORDS) : words;
    return "%s-%08x".formatted(text, checksum.getValue()).replaceAll("^-+", "").replace("--", "-");
  }

  private static boolean isReadOnly(io.berth.events.command.pod.Volume volume) {
    return volume.holdsKeys() || volume.claim() != null && volume.claim().readOnly();
  }

  private static Volume volume(String name, io.berth.events.command.pod.Volume volume) {
    VolumeBuilder builder = new VolumeBuilder().withName(name);
    KeyFiles secret = volume.secret();
    KeyFiles configMap = volume.configMap();
    if (secret != null) {
      builder
          .withNewSecret()
          .withSecretName(secret.name())
          .withItems(items(secret))
          .withDefaultMode(secret.modeBits())
          .withOptional(optional(secret))
          .endSecret();
    } else if (configMap != null) {
      builder
          .withNewConfigMap()
          .withName(configMap.name())
          .withItems(items(configMap))
          .withDefaultMode(configMap.modeBits())
          .withOptional(optional(configMap))
          .endConfigMap();
    } else if (volume.claim() != null) {
      builder
          .withNewPersistentVolumeClaim()
          .withClaimName(volume.claim().name())
          .endPersistentVolumeClaim();
    } else if (volume.projected() != null) {
      builder
          .withNewProjected()
          .withSources(volume.projected().sources().stream().map(PodVolumes::source).toList())
          .withDefaultMode(volume.projected().modeBits())
          .endProjected();
    } else if (volume.emptyDir() != null) {
      String size = volume.emptyDir().size();
      builder
          .withNewEmptyDir()
          .withMedium(volume.emptyDir().memory() ? "Memory" : null)
          .withSizeLimit(size == null ? null : new Quantity(size))
          .endEmptyDir();
    }
    return builder.build();
  }

  private static VolumeProjection source(ProjectedSource source) {
    VolumeProjectionBuilder builder = new VolumeProjectionBuilder();
    ServiceAccountToken token = source.serviceAccountToken();
    KeyFiles secret = source.secret();
    KeyFiles configMap = source.configMap();
    if (token != null) {
      Duration expiration = token.expiration();
      builder
          .withNewServiceAccountToken()
          .withPath(token.path())
          .withAudience(token.audience())
          .withExpirationSeconds(expiration == null ? null : expiration.toSeconds())
          .endServiceAccountToken();
    } else if (secret != null) {
      builder
          .withNewSecret()
          .withName(secret.name())
          .withItems(items(secret))
          .withOptional(optional(secret))
          .endSecret();
    } else if (configMap != null) {
      builder
          .withNewConfigMap()
          .withName(configMap.name())
          .withItems(items(configMap))
          .withOptional(optional(configMap))
          .endConfigMap();
    }
    return builder.build();
  }

  private static List<KeyToPath> items(KeyFiles files) {
    List<KeyToPath> items = new ArrayList<>();
    new TreeMap<>(files.items())
        .forEach(
            (key, path) -> items.add(new KeyToPathBuilder().withKey(key).withPath(path).build()));
    return items;
  }

  private static @Nullable Boolean optional(KeyFiles files) {
    return files.optional() ? true : null;
  }
}
