/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import io.berth.events.Check;
import io.berth.events.command.pod.Volume.KeyFiles;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of several sources in one folder, which nobody can write.
 *
 * @param sources at least one; no two have a file of the same path
 * @param mode of the files in octal digits, such as {@code "0440"}; 0644 if left out
 */
public record ProjectedVolume(List<ProjectedSource> sources, @Nullable String mode) {

  static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");
  static final String OCTAL_WANTED = "three octal digits in double quotes, such as \"0440\"";

  public ProjectedVolume {
    sources = Check.listOrEmpty(sources);
    Check check = Check.that().notEmpty("sources", sources);
    if (mode != null) {
      check.matches("mode", mode, OCTAL, OCTAL_WANTED);
    }
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < sources.size(); i++) {
      String field = "sources[" + i + "]";
      sources
          .get(i)
          .paths()
          .filter(path -> !paths.add(path))
          .forEach(path -> check.fault(field, "'" + path + "' again", "a path of its own"));
    }
    check.orThrow();
  }

  /** The mode as a number; null where Kubernetes' default holds. */
  public @Nullable Integer modeBits() {
    return mode == null ? null : Integer.valueOf(mode, 8);
  }

  /**
   * Where files come from: exactly one of the three.
   *
   * @param serviceAccountToken a token of the pods' ServiceAccount
   * @param secret a Secret's keys, without a mode of their own
   * @param configMap a ConfigMap's keys, without a mode of their own
   */
  public record ProjectedSource(
      @Nullable ServiceAccountToken serviceAccountToken,
      @Nullable KeyFiles secret,
      @Nullable KeyFiles configMap) {

    public ProjectedSource {
      Check check = Check.that();
      new OneOf()
          .or("serviceAccountToken", serviceAccountToken)
          .or("secret", secret)
          .or("configMap", configMap)
          .check(check);
      withoutMode(check, "secret", secret);
      withoutMode(check, "configMap", configMap);
      check.orThrow();
    }

    private static void withoutMode(Check check, String field, @Nullable KeyFiles keys) {
      check.holds(
          keys == null || keys.mode() == null,
          field + ".mode",
          "it for one source",
          "the mode of the whole volume, beside sources");
    }

    /** The files that it names; keys that it does not name are those of the object. */
    private Stream<String> paths() {
      return Stream.of(
              serviceAccountToken == null
                  ? Stream.<String>empty()
                  : Stream.of(serviceAccountToken.path()),
              secret == null ? Stream.<String>empty() : secret.items().values().stream(),
              configMap == null ? Stream.<String>empty() : configMap.items().values().stream())
          .flatMap(paths -> paths);
    }
  }

  /**
   * A token with which the pod shows others who it is. The kubelet replaces the file before the
   * token expires.
   *
   * @param path of the file in the volume
   * @param audience who is to accept the token; the API server if left out
   * @param expiration how long a token is valid, 10 minutes to 1 year in whole seconds; 1 hour if
   *     left out
   */
  public record ServiceAccountToken(
      String path, @Nullable String audience, @Nullable Duration expiration) {
    public ServiceAccountToken {
      Check check = Check.that().matches("path", path, Volume.RELATIVE, Volume.RELATIVE_WANTED);
      if (audience != null) {
        check.line("audience", audience, 1000);
      }
      if (expiration != null) {
        check
            .between("expiration", expiration, Duration.ofMinutes(10), Duration.ofDays(365))
            .holds(
                expiration.getNano() == 0,
                "expiration",
                expiration.toString(),
                "whole seconds, the only ones that Kubernetes takes");
      }
      check.orThrow();
    }
  }
}
