/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {

  @ParameterizedTest
  @CsvSource({
    "cart, docker.io, library/cart, latest",
    "shop/cart:1.4.2, docker.io, shop/cart, 1.4.2",
    "registry.example/shop/cart:1, registry.example, shop/cart, 1",
    "registry.example:5000/cart:1, registry.example:5000, cart, 1",
    "localhost/team/cart:1, localhost, team/cart, 1",
  })
  void name_isSplitIntoRegistryPathAndReference(
      String name, String registry, String path, String reference) {
    ImageReference image = ImageReference.parse(name).orElseThrow();

    assertThat(image.registry()).isEqualTo(registry);
    assertThat(image.path()).isEqualTo(path);
    assertThat(image.reference()).isEqualTo(reference);
  }

  @ParameterizedTest
  @CsvSource({"registry.example/cart@, registry.example/cart:1.0@"})
  void digest_takesPrecedenceOverTheTag(String bare, String tagged) {
    String digest = "sha256:" + "a".repeat(64);

    assertThat(ImageReference.parse(bare + digest).orElseThrow().reference()).isEqualTo(digest);
    assertThat(ImageReference.parse(tagged + digest).orElseThrow().reference()).isEqualTo(digest);
  }
}
