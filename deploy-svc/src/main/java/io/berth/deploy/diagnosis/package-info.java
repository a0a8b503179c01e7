/** Why something does not become ready, in plain words. */
@NullMarked
package io.berth.deploy.diagnosis;

import org.jspecify.annotations.NullMarked;
