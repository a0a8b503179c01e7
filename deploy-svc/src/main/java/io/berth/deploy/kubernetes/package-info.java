/** The one Kubernetes API that this service talks to. */
@NullMarked
package io.berth.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
