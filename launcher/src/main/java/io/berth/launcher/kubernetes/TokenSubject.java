/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The service account that a token is of. */
final class TokenSubject {

  private TokenSubject() {}

  /** The name as the server tells it; empty for other tokens, whose mapping it alone knows. */
  static String serviceAccount(AuthInfo user) {
    String token = user.getToken();
    String[] parts = token == null ? new String[0] : token.split("\\.");
    if (parts.length != 3) {
      return "";
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
      String subject = JsonMapper.shared().readTree(claims).path("sub").asString("");
      return subject.startsWith(RbacManifest.SERVICE_ACCOUNT) ? subject : "";
    } catch (IllegalArgumentException | JacksonException _) {
      return ""; // A token of another form.
    }
  }
}
