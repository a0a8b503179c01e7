/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataStreamNameTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          shop.cart_2,      shop.cart_2,     shop.cart_2
          cart-api.access,  cart_api.access, cart-api.access
          Kube-System,      kube_system,     kube-system
          .-_hidden,        hidden,          hidden
          a/b c,            a_b_c,           a_b_c
          '',               default,         default
          ---,              default,         default
          """)
  void name_isConvertedToWhatElasticsearchAllows(String name, String dataset, String namespace) {
    assertThat(DataStreamName.DATASET.of(name)).isEqualTo(dataset);
    assertThat(DataStreamName.NAMESPACE.of(name)).isEqualTo(namespace);
  }

  @ParameterizedTest
  @CsvSource({"x", "X"})
  void longName_isTruncated(String letter) {
    assertThat(DataStreamName.DATASET.of(letter.repeat(91))).isEqualTo("x".repeat(90));
  }
}
