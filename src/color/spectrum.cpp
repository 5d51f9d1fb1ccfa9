#include "color/spectrum.h"

namespace stubble {

Spectrum wavelengths_nm() {
    return Spectrum::LinSpaced(wavelength_nm(0), wavelength_nm(wavelength_count - 1));
}

}  // namespace stubble
