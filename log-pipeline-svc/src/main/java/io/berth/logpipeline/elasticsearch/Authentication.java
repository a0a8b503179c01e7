/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The credentials for Elasticsearch. {@code toString} never contains a secret. */
public sealed interface Authentication {

  /** What to do when Elasticsearch answers 401. */
  String advice();

  /** Nothing: a server without security. */
  record None() implements Authentication {
    @Override
    public String advice() {
      return "Elasticsearch wants credentials (401): set BERTH_ELASTICSEARCH_USERNAME and"
          + " BERTH_ELASTICSEARCH_PASSWORD, or BERTH_ELASTICSEARCH_API_KEY";
    }
  }

  /** A user and the password. */
  record Password(String username, String password) implements Authentication {

    /** The header that says it with the request: asked for it first, a body would be sent twice. */
    String header() {
      byte[] both = (username + ":" + password).getBytes(UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String advice() {
      return "Elasticsearch refuses the user '"
          + username
          + "' or the password (401): set BERTH_ELASTICSEARCH_USERNAME and"
          + " BERTH_ELASTICSEARCH_PASSWORD to a user that it knows";
    }

    @Override
    public String toString() {
      return "Password[username=" + username + "]";
    }
  }

  /** An API key, as Elasticsearch encodes it. */
  record ApiKey(String encoded) implements Authentication {
    @Override
    public String advice() {
      return "Elasticsearch refuses the API key (401), it is wrong, expired or invalidated: set"
          + " BERTH_ELASTICSEARCH_API_KEY to the 'encoded' of a valid one";
    }

    @Override
    public String toString() {
      return "ApiKey[]";
    }
  }

  /**
   * Reads what is set; blank is not set.
   *
   * @throws IllegalArgumentException with the settings' names, and none of their values
   */
  static Authentication of(
      @Nullable String username, @Nullable String password, @Nullable String apiKey) {
    String user = text(username);
    String word = text(password);
    String key = text(apiKey).strip();
    if (!key.isEmpty()) {
      if (!user.isEmpty() || !word.isEmpty()) {
        throw new IllegalArgumentException(
            "BERTH_ELASTICSEARCH_API_KEY is set, and so is BERTH_ELASTICSEARCH_USERNAME or"
                + " BERTH_ELASTICSEARCH_PASSWORD: wanted the key alone, or user and password alone");
      }
      return new ApiKey(encoded(key));
    }
    if (user.isEmpty() != word.isEmpty()) {
      throw new IllegalArgumentException(
          user.isEmpty()
              ? "BERTH_ELASTICSEARCH_PASSWORD is set, and BERTH_ELASTICSEARCH_USERNAME is not"
              : "BERTH_ELASTICSEARCH_USERNAME is set, and BERTH_ELASTICSEARCH_PASSWORD is not");
    }
    return user.isEmpty() ? new None() : password(user, word);
  }

  private static Authentication password(String username, String password) {
    if (username.indexOf(':') >= 0 || username.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "BERTH_ELASTICSEARCH_USERNAME has a colon, a line break or another control character,"
              + " wanted the name of a user alone");
    }
    if (password.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "BERTH_ELASTICSEARCH_PASSWORD has a line break or another control character, wanted the"
              + " password alone (a file's last line break often comes along)");
    }
    return new Password(username, password);
  }

  private static String encoded(String apiKey) {
    if (!apiKey.matches("[A-Za-z0-9+/_=-]+")) {
      throw new IllegalArgumentException(
          "BERTH_ELASTICSEARCH_API_KEY is no text in base64, wanted what Elasticsearch answers as"
              + " 'encoded' (it is base64 of id:api_key)");
    }
    return apiKey;
  }

  private static String text(@Nullable String text) {
    return text == null || text.isBlank() ? "" : text;
  }
}
