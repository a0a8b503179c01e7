/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS settings of the Forward receiver: PEM files.
 *
 * @param certificate the server's chain; empty: no TLS
 * @param key its private key, PKCS#8
 * @param clients certificates that a client's must go back to; empty: clients need none
 */
public record ForwardTls(String certificate, String key, String clients) {

  /** No TLS. */
  public static final ForwardTls NONE = new ForwardTls("", "", "");

  public ForwardTls {
    if (certificate.isEmpty() != key.isEmpty() || certificate.isEmpty() && !clients.isEmpty()) {
      throw new IllegalArgumentException(
          "TLS needs both BERTH_FORWARD_TLS_CERTIFICATE and BERTH_FORWARD_TLS_KEY, "
              + "and BERTH_FORWARD_TLS_CLIENTS only with them");
    }
  }

  /** Null without TLS. */
  @Nullable SslContext context() {
    if (certificate.isEmpty()) {
      return null;
    }
    try {
      SslContextBuilder builder = SslContextBuilder.forServer(new File(certificate), new File(key));
      if (!clients.isEmpty()) {
        builder.trustManager(new File(clients)).clientAuth(ClientAuth.REQUIRE);
      }
      return builder.protocols("TLSv1.3", "TLSv1.2").build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "The certificate of the Forward receiver cannot be read: see "
              + "BERTH_FORWARD_TLS_CERTIFICATE, BERTH_FORWARD_TLS_KEY and BERTH_FORWARD_TLS_CLIENTS",
          e);
    }
  }
}
