/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseImagesTest {

  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "shop/cart:1.0, registry.dc-a.example:5000/shop/cart:1.0",
    "cart, registry.dc-a.example:5000/cart",
    "docker.io/shop/cart:1.0, docker.io/shop/cart:1.0",
    "localhost/cart:1.0, localhost/cart:1.0",
    "registry.example/shop/cart:1.0, registry.example/shop/cart:1.0"
  })
  void prefix_standsBeforeImagesWithoutARegistryAlone(String image, String pulled) {
    ReleaseImages images = new ReleaseImages(Map.of(), "registry.dc-a.example:5000");

    assertThat(images.pin(image)).isEqualTo(pulled);
    assertThat(new ReleaseImages(Map.of(image, DIGEST), "registry.dc-a.example:5000").pin(image))
        .isEqualTo(pulled + "@" + DIGEST);
    assertThat(ReleaseImages.none().pin(image)).isEqualTo(image);
  }

  @Test
  void rollback_pullsFromTheRegistryOfToday_whatHadOne() {
    ReleaseImages old = new ReleaseImages(Map.of("cart:1", DIGEST), "old.example");

    assertThat(old.from("new.example").pin("cart:1")).isEqualTo("new.example/cart:1@" + DIGEST);
    assertThat(old.from(null)).isEqualTo(old);
    assertThat(ReleaseImages.none().from("new.example").pin("cart:1")).isEqualTo("cart:1");
  }

  @ParameterizedTest
  @CsvSource({
    "registry.dc-a.example:5000, true",
    "registry.example/dc-a, true",
    "localhost, true",
    "registry, false",
    "https://registry.example, false",
    "registry.example/, false",
    "registry.example/Dc-A, false"
  })
  void prefix_isARegistrysHost(String text, boolean valid) {
    assertThat(ImageReference.isPrefix(text)).isEqualTo(valid);
  }
}
