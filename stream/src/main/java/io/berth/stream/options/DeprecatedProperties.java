/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream.options;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

/**
 * Options that were renamed and are still read under their old names. Each old name that is set is
 * logged once at startup, with the new name to set instead. The fallback itself is a placeholder in
 * the service's {@code application.yml}: the default of the new name reads the old one.
 */
public final class DeprecatedProperties implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(DeprecatedProperties.class);

  private final Environment environment;
  private final List<Renamed> renamed;

  /**
   * An option under its old and its new name.
   *
   * @param oldName as it is deprecated
   * @param newName as it is to be set
   */
  public record Renamed(Name oldName, Name newName) {

    public static Renamed of(
        String oldVariable, String oldProperty, String newVariable, String newProperty) {
      return new Renamed(new Name(oldVariable, oldProperty), new Name(newVariable, newProperty));
    }
  }

  /**
   * A name in both of its forms.
   *
   * @param variable of the environment, such as {@code BERTH_ROLLOUT_GRACE_CRASH}
   * @param property such as {@code berth.rollout.grace.crash}
   */
  public record Name(String variable, String property) {}

  public DeprecatedProperties(Environment environment, List<Renamed> renamed) {
    this.environment = environment;
    this.renamed = List.copyOf(renamed);
  }

  @Override
  public void afterSingletonsInstantiated() {
    warnings().forEach(LOG::warn);
  }

  /** One line for each old name that is set, in the order of the list. */
  List<String> warnings() {
    return renamed.stream().flatMap(option -> warning(option).stream()).toList();
  }

  private Optional<String> warning(Renamed option) {
    // A variable answers to its property's name too, so the form that was set is looked for first.
    return Stream.of(option.oldName().variable(), option.oldName().property())
        .filter(environment::containsProperty)
        .findFirst()
        .map(
            set ->
                "Option %s is deprecated: set the environment variable %s (property %s) instead"
                    .formatted(set, option.newName().variable(), option.newName().property()));
  }
}
