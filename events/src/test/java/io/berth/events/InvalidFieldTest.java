/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.document.Characters;
import org.junit.jupiter.api.Test;

class InvalidFieldTest {

  @Test
  void foundText_isEscapedForDisplay() {
    InvalidField fault = new InvalidField("spec.\ud800\u001b", "'a\nb\u009b'", "text");
    assertThat(fault.field()).isEqualTo("spec.\\ud800\\u001b");
    assertThat(fault.found()).isEqualTo("'a\\nb\\u009b'");
  }

  @Test
  void longValue_isTruncatedBetweenCharacters() {
    InvalidField fault = new InvalidField("a", "x".repeat(199) + "😀" + "y".repeat(50), "less");
    assertThat(fault.found()).isEqualTo("x".repeat(199) + "… (251 characters)");
    assertThat(Characters.inUnicode(fault.found())).isNull();
  }

  @Test
  void position_followsTheFault_andIsKept() {
    InvalidField fault = new InvalidField("port", "0", "1 to 65535").at(3, 14).at(9, 9);
    assertThat(fault.within("ports[0]").within("spec"))
        .hasToString("spec.ports[0].port: found 0, wanted 1 to 65535 (line 3, column 14)");
    assertThat(new InvalidField("", "nothing", "fields"))
        .hasToString("found nothing, wanted fields");
  }
}
