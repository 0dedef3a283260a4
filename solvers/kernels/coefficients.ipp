// Written by fit_coefficients.py. Coefficients in ascending order, rounded to double.

// e^r on |r| <= ln2/2, relative; error 4.1e-20
constexpr double exp_poly[] = {
    0x1.0000000000000p+0,  0x1.0000000000000p+0,  0x1.0000000000000p-1,  0x1.5555555555562p-3,
    0x1.55555555554ecp-5,  0x1.111111110dcb4p-7,  0x1.6c16c16c333b0p-10, 0x1.a01a01b7a339ap-13,
    0x1.a01a013378ba5p-16, 0x1.71dde8308b5a6p-19, 0x1.27e5aeca6e1cep-22, 0x1.af77317a91349p-26,
    0x1.1e50326b45925p-29,
};

// (ln((1+s)/(1-s))/s - 2)/s² in s², |s| <= (√2-1)/(√2+1), of ln relative; error 8.2e-21
constexpr double log_poly[] = {
    0x1.5555555555555p-1, 0x1.9999999999dfep-2, 0x1.249249242b528p-2, 0x1.c71c7258e9a00p-3,
    0x1.745cde3bd7f2fp-3, 0x1.3b20aa807c406p-3, 0x1.0f5ce0dad1221p-3, 0x1.0f6239409ec7bp-3,
};

// ln(1+f)/f on √½ <= 1+f <= √2, relative; error 1.6e-11
constexpr double log1p_poly[] = {
    0x1.ffffffffe1200p-1, -0x1.0000000286c71p-1, 0x1.55555601304cep-2, -0x1.fffff80e2d3c1p-3,
    0x1.9998fa14c6408p-3, -0x1.5556c8b9c9de1p-3, 0x1.24adedc917869p-3, -0x1.ffe5a20bf21cdp-4,
    0x1.c2c4b04fa6329p-4, -0x1.96709e7491f2fp-4, 0x1.9af597152e217p-4, -0x1.958a10fbe3e42p-4,
    0x1.b75492008fe56p-5,
};

// sin(πt/2)/t in t², |t| <= ½, relative; error 1.9e-21
constexpr double sin_poly[] = {
    0x1.921fb54442d18p+0,  -0x1.4abbce625be53p-1,  0x1.466bc6775aad9p-4,  -0x1.32d2cce62abbdp-8,
    0x1.50783485c2da2p-13, -0x1.e3074b42ca428p-19, 0x1.e8eec7a16f4afp-25, -0x1.6c58cdc0ae65bp-31,
};

// cos(πt/2) in t², |t| <= ½, relative; error 3.6e-20
constexpr double cos_poly[] = {
    0x1.0000000000000p+0,  -0x1.3bd3cc9be45dep+0,  0x1.03c1f081b5aaap-2,  -0x1.55d3c7e3c8d5cp-6,
    0x1.e1f5068303f81p-11, -0x1.a6d1ec3d4c0b2p-16, 0x1.f9cc15d7bcc77p-22, -0x1.b2586c43c3d3ap-28,
};

// the same; error 4.5e-12
constexpr double sin_fast_poly[] = {
    0x1.921fb5443af5fp+0,  -0x1.4abbce564cd9ap-1, 0x1.466bba8bfc6e1p-4,
    -0x1.32ca854cc1228p-8, 0x1.4bc255758d2d1p-13,
};

// the same; error 6.6e-14
constexpr double cos_fast_poly[] = {
    0x1.ffffffffffdb1p-1,  -0x1.3bd3cc9bd098ep+0, 0x1.03c1f073cd41dp-2,
    -0x1.55d3b9725e127p-6, 0x1.e1e7612ded157p-11, -0x1.a0d8ab7b3b592p-16,
};

// erf(y)/y in y², |y| <= 1, relative; error 1.3e-19
constexpr double erf_poly[] = {
    0x1.20dd750429b6dp+0,  -0x1.812746b0379e6p-2,  0x1.ce2f21a042b20p-4,  -0x1.b82ce3128499fp-6,
    0x1.565bcd0db033ep-8,  -0x1.c02db3d8ee237p-11, 0x1.f9a321a13a2e6p-14, -0x1.f4d1df3b5acfcp-17,
    0x1.b9def1b75ac55p-20, -0x1.5f1d3790168edp-23, 0x1.f7a41a67c6c7dp-27, -0x1.386ad8d78db83p-30,
    0x1.0579e8270cae4p-34,
};

// (1+2y)e^{y²}erfc(y) in t = (y-3.75)/(y+3.75), 0 <= y <= 28, relative; error 1.1e-17
constexpr double erfc_poly[] = {
    0x1.3ccda0b5d5dc2p+0,  -0x1.1f367683f899bp-3,  0x1.d5f29481594bdp-9,   0x1.510169d095cc0p-4,
    -0x1.bda9309a27ac2p-4, 0x1.7a14188ab201bp-4,   -0x1.e0d0fa6e1f624p-5,  0x1.d0b00377b9858p-6,
    -0x1.3f603c3096316p-7, 0x1.cc3a1182149d8p-10,  0x1.33fb24b7b9c06p-12,  -0x1.303fe69595a0dp-12,
    0x1.b143b869a52cfp-15, 0x1.7799d9630fb39p-16,  -0x1.7ffaf55f4242bp-17, -0x1.0750003ccdeecp-20,
    0x1.d56ae2009e0b4p-20, -0x1.941b0e58e701bp-25, -0x1.0f86ac852623cp-22, 0x1.031a0e4e8b560p-26,
    0x1.1927cd44119fdp-25, -0x1.33f73333bb6e9p-31, -0x1.3a9e34ead7184p-29,
};

// (erfc(y)^{1/16} - 1)/y, 0 <= y <= 6, of erfc absolute; error 1.5e-11
constexpr double erfc_root_poly[] = {
    -0x1.20dd74fc8ecd3p-4,  -0x1.3193d8a1b7760p-5,  -0x1.e1c63af789df4p-9,  0x1.32f3a40a6cd59p-9,
    0x1.e68d88d3d530bp-14,  -0x1.4eec8c1f1cf79p-13, 0x1.3f155b42cc11dp-15,  -0x1.288fd835daf25p-19,
    -0x1.465daa56e7325p-19, 0x1.31db6b4dc7b0ap-20,  -0x1.0fcb24f9cc47ep-22, 0x1.014df28714e55p-25,
    -0x1.a07fa7097a520p-30,
};

// the same; error 1.5e-10
constexpr double erfc_coarse_root_poly[] = {
    -0x1.20dd74c0dbb8fp-4, -0x1.3193e71e0e0abp-5,  -0x1.e1bcb5df9305dp-9,  0x1.32c2e3b6b3f2ap-9,
    0x1.f8511f62982eep-14, -0x1.5ef06cad49b65p-13, 0x1.89ebca090c0fep-15,  -0x1.31f3b073874bdp-17,
    0x1.2eb5bec549d39p-20, -0x1.0303abdd14a7bp-24, -0x1.14c970a00e0f3p-31,
};

// √(2-q) on [0, 1], relative; error 6.3e-11
constexpr double sqrt_poly[] = {
    0x1.6a09e66791d90p+0,   -0x1.6a09e51041bd3p-2,  -0x1.6a0b767850467p-5,  -0x1.69af1574ef8cep-7,
    -0x1.cf16d682a7740p-9,  -0x1.c417f9b2e54fdp-11, -0x1.674dfed8ec790p-10, 0x1.6237ce854c5cep-10,
    -0x1.b04caea98c3f8p-10, 0x1.da8ec63a40c24p-11,  -0x1.19dfb201d142ap-12,
};
