/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what Berth would write with what is there. A field counts only where Berth lost it: what
 * it still owns is its own value, however the API server writes it, and what others added is
 * theirs.
 */
public final class Comparison {

  private static final int LONGEST = 200;

  /** By what an item of a list is known, as in the API's own schema. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "containers", List.of("name"),
          "env", List.of("name"),
          "volumes", List.of("name"),
          "volumeMounts", List.of("mountPath"),
          "ports", List.of("containerPort", "port", "protocol"),
          "topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable"));

  private final String object;
  private final Claims claims;
  private final List<Drift> drifts = new ArrayList<>();

  private Comparison(String object, Claims claims) {
    this.object = object;
    this.claims = claims;
  }

  /**
   * @param object kind/name
   * @param wanted what Berth would write, as JSON
   * @param live what is there, as JSON with its {@code managedFields}
   */
  public static List<Drift> of(String object, Map<?, ?> wanted, Map<?, ?> live) {
    Comparison comparison = new Comparison(object, Claims.of(live));
    for (String part : List.of("labels", "annotations")) {
      comparison.walk(Place.ROOT.field("metadata").field(part), in(wanted, part), in(live, part));
    }
    comparison.walk(Place.ROOT.field("spec"), wanted.get("spec"), live.get("spec"));
    return List.copyOf(comparison.drifts);
  }

  /** Whether anybody but Berth owns a part of the object's {@code spec}. */
  public static boolean touchedByOthers(Map<?, ?> live) {
    return Claims.of(live).anyForeign();
  }

  private static @Nullable Object in(Map<?, ?> object, String part) {
    return object.get("metadata") instanceof Map<?, ?> metadata ? metadata.get(part) : null;
  }

  private void walk(Place place, @Nullable Object wanted, @Nullable Object live) {
    if (wanted instanceof Map<?, ?> fields) {
      Map<?, ?> there = live instanceof Map<?, ?> map ? map : Map.of();
      fields.forEach(
          (name, value) -> walk(place.field(String.valueOf(name)), value, there.get(name)));
    } else if (wanted instanceof List<?> items && KEYS.containsKey(place.last())) {
      items.forEach(item -> item(place, item, live instanceof List<?> list ? list : List.of()));
    } else if (wanted != null && !text(wanted).equals(text(live))) {
      lost(place, wanted, live);
    }
  }

  private void item(Place list, Object wanted, List<?> live) {
    Map<String, Object> keys = keys(list.last(), wanted);
    Place place = list.item(keys);
    Optional<?> there = live.stream().filter(item -> has(item, keys)).findFirst();
    if (there.isPresent()) {
      walk(place, wanted, there.get());
    } else {
      lost(place, "an item", null);
    }
  }

  private static Map<String, Object> keys(String list, Object item) {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (item instanceof Map<?, ?> fields) {
      KEYS.getOrDefault(list, List.of()).stream()
          .filter(fields::containsKey)
          .forEach(key -> keys.put(key, fields.get(key)));
    }
    return keys;
  }

  private static boolean has(Object item, Map<String, Object> keys) {
    return item instanceof Map<?, ?> fields
        && keys.entrySet().stream()
            .allMatch(entry -> text(entry.getValue()).equals(text(fields.get(entry.getKey()))));
  }

  private void lost(Place place, Object wanted, @Nullable Object live) {
    if (claims.ours(place)) {
      return;
    }
    Optional<Claims.Who> who = claims.changer(place);
    // What an environment variable holds may be nobody's business.
    boolean hidden = place.toString().contains(".env[") && place.last().equals("value");
    drifts.add(
        new Drift(
            object,
            place.toString(),
            live == null ? "nothing" : hidden ? "another value" : text(live),
            hidden ? "the release's value" : text(wanted),
            who.map(Claims.Who::manager).orElse(Drift.UNKNOWN),
            who.map(Claims.Who::since).orElse(null)));
  }

  private static String text(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
