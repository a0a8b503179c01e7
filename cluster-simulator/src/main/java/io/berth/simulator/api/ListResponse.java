/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.selector.Selector;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the response to a list request: selected, and cut into pages by {@code limit} and {@code
 * continue}.
 */
final class ListResponse {

  private ListResponse() {}

  static ObjectNode of(
      ApiResource resource, Store.Snapshot found, Selector selector, int limit, String token) {
    String after = token.isEmpty() ? "" : decode(token);
    List<ObjectNode> all =
        found.items().stream()
            .filter(selector)
            .filter(o -> after.isEmpty() || place(o).compareTo(after) > 0)
            .toList();
    boolean cut = limit > 0 && all.size() > limit;
    List<ObjectNode> page = cut ? all.subList(0, limit) : all;
    ObjectNode list =
        JsonTrees.object()
            .put("kind", resource.kind() + "List")
            .put("apiVersion", resource.apiVersion());
    ObjectNode meta = ObjectMeta.of(list).put("resourceVersion", Long.toString(found.version()));
    if (cut) {
      meta.put("continue", encode(place(page.getLast())))
          .put("remainingItemCount", all.size() - limit);
    }
    list.putArray("items").addAll(page);
    return list;
  }

  private static String place(ObjectNode object) {
    return ObjectMeta.namespace(object) + "/" + ObjectMeta.name(object);
  }

  private static String encode(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("continue key is not valid: " + e.getMessage());
    }
  }
}
