/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.elasticsearch.autoconfigure.ElasticsearchConnectionDetails;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Addresses, credentials and trusted certificates of Elasticsearch, in the form of Spring Boot's
 * connection details. The password is not part of it, see {@link ElasticsearchClientCustomizer}.
 */
public final class ElasticsearchConnection implements ElasticsearchConnectionDetails {

  private final NodeAddresses addresses;
  private final Authentication authentication;
  private final @Nullable SslBundle bundle;

  /**
   * @param bundle the name of what Spring Boot calls an SSL bundle; blank for what Java trusts
   * @throws IllegalArgumentException where these do not fit together
   */
  public ElasticsearchConnection(
      NodeAddresses addresses,
      Authentication authentication,
      @Nullable String bundle,
      SslBundles bundles) {
    this.addresses = addresses;
    this.authentication = authentication;
    this.bundle = bundle == null || bundle.isBlank() ? null : bundle(bundle, bundles);
    boolean tells = this.bundle != null && this.bundle.getStores().getTrustStore() != null;
    if (tells && !addresses.isEncrypted()) {
      throw new IllegalArgumentException(
          "BERTH_ELASTICSEARCH has no address with https://, and BERTH_ELASTICSEARCH_CERTIFICATE_AUTHORITY"
              + " (or the SSL bundle '%s') says whom to trust there: wanted https://, or neither"
                  .formatted(bundle));
    }
  }

  private static SslBundle bundle(String name, SslBundles bundles) {
    try {
      return bundles.getBundle(name);
    } catch (NoSuchSslBundleException e) {
      throw new IllegalArgumentException(
          "SPRING_ELASTICSEARCH_RESTCLIENT_SSL_BUNDLE is '%s', wanted one of %s, or one more under spring.ssl.bundle"
              .formatted(name, bundles.getBundleNames()));
    }
  }

  /** Whether credentials are sent unencrypted beyond this machine. */
  public boolean sendsCredentialsInClear() {
    return !(authentication instanceof Authentication.None) && addresses.isPlainBeyondThisMachine();
  }

  Authentication authentication() {
    return authentication;
  }

  @Override
  public List<Node> getNodes() {
    return addresses.nodes();
  }

  @Override
  public @Nullable String getPathPrefix() {
    return addresses.pathPrefix();
  }

  @Override
  public @Nullable String getApiKey() {
    return authentication instanceof Authentication.ApiKey key ? key.encoded() : null;
  }

  @Override
  public @Nullable SslBundle getSslBundle() {
    return bundle;
  }
}
