/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a secret is and how it is masked, in texts of any form: the same for every service. */
@NullMarked
package io.berth.redaction;

import org.jspecify.annotations.NullMarked;
